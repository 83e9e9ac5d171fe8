/**
 * What every page and its host say to each other beside the page's own messages. A page's contract is made of these: its schemas are
 * its types and the guards of both ends.
 */
import * as v from 'valibot';

export const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const severity = v.picklist(['info', 'warning', 'error']);
export type Severity = v.InferOutput<typeof severity>;

/** For the live region. */
export const announcement = v.object({ kind: v.literal('announce'), severity, text: v.string() });
export type Announcement = v.InferOutput<typeof announcement>;

/** What a request came to. `text`: what went wrong, in words; without it, the user has cancelled what is not `ok`. */
export const answerEntries = {
  kind: v.literal('answer'),
  to: count,
  ok: v.boolean(),
  text: v.optional(v.string()),
};
export const answer = v.object(answerEntries);
export type Answer = v.InferOutput<typeof answer>;

/** All that a page sends: each request has a number of its own and gets one answer. */
export interface Numbered<R> {
  readonly id: number;
  readonly request: R;
}

/** Gives `undefined` for whatever is not of the schema: each end drops it. */
export function readerOf<const S extends v.GenericSchema>(schema: S): (value: unknown) => v.InferOutput<S> | undefined {
  return (value) => {
    const parsed = v.safeParse(schema, value);
    return parsed.success ? parsed.output : undefined;
  };
}
