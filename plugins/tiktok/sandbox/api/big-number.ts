/** Node knows `JSON.rawJSON`; TypeScript's library does not yet. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }

/** An int64 as `JSON.stringify` must write it: a bare number, although it exceeds 2^53 (tiktok.md 0). */
export function bigNumber(digits: string): unknown {
  return rawJSON(digits)
}
