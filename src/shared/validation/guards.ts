/** Small guards for what comes from a file. */

export type Guard<T> = (value: unknown) => value is T;

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

export const isTime = isNumber;

export function isMaybe<T>(value: unknown, guard: Guard<T>): value is T | undefined {
  return value === undefined || guard(value);
}

export function isListOf<T>(value: unknown, guard: Guard<T>): value is readonly T[] {
  return Array.isArray(value) && value.every(guard);
}

export function isRecordOf<T>(value: unknown, guard: Guard<T>): value is Readonly<Record<string, T>> {
  return isFields(value) && Object.values(value).every(guard);
}
