/** What Node has and TypeScript's library does not know yet (JSON.parse source text access). */
interface ExactJson {
  rawJSON(text: string): unknown
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown
}

const exact: ExactJson = JSON as unknown as ExactJson

/** An id as a bare JSON number, however many digits it has: some answers show it so (facebook.md 2.6). */
export function bareNumber(id: string): unknown {
  return exact.rawJSON(id)
}

/**
 * JSON with whole numbers that a double cannot hold kept as text.
 *
 * @returns `undefined` where it is not JSON
 */
export function parseLossless(text: string): unknown {
  try {
    return exact.parse(text, (_key, value, { source }) => {
      if (typeof value !== 'number' || source === undefined) return value
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? source : value
    })
  } catch {
    return undefined
  }
}
