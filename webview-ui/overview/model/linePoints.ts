/** Where the points of the coverage line lie, in percent of its width and height. */

export interface Point {
  readonly x: number;
  /** From the top. */
  readonly y: number;
}

const shownDays = 90;
const dayMs = 86_400_000;

/** The last day stands at the right end; a day without a scan has no point, and the line goes straight over it. */
export function linePoints(
  days: readonly { readonly day: string; readonly linked: number; readonly tenants: number }[],
): readonly Point[] {
  const end = Date.parse(days.at(-1)?.day ?? '');
  return days.flatMap(({ day, linked, tenants }) => {
    const ago = Math.round((end - Date.parse(day)) / dayMs);
    return ago >= 0 && ago < shownDays && tenants > 0
      ? [{ x: (100 * (shownDays - 1 - ago)) / (shownDays - 1), y: 100 * (1 - linked / tenants) }]
      : [];
  });
}
