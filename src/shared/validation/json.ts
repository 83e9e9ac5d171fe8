/** Looking into JSON that somebody else wrote. */
import { isGuid } from '../model/guid.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** A string that says something. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** Characters; names in Azure have at most 256. */
const longestName = 300;

/** A name or another short text, cut: what keeps it for years, sorts by it and searches in it need not be afraid of its length. */
export function asName(value: unknown): string | undefined {
  // Half a pair of surrogates is no character.
  return asText(value)
    ?.slice(0, longestName)
    .replace(/[\uD800-\uDBFF]$/, '');
}

/** An id in lower case, as the model keeps them. */
export function asId(value: unknown): string | undefined {
  return asText(value)?.trim().toLowerCase();
}

/** The id of a tenant or an object, in lower case; `undefined` where it is none. */
export function asGuid(value: unknown): string | undefined {
  const id = asId(value);
  return id !== undefined && isGuid(id) ? id : undefined;
}

/** `undefined` where the text is no JSON. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
