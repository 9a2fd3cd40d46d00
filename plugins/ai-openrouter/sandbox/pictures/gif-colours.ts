import type { Colour } from './colour-names.ts'

/** The first colours of a GIF's own table; none where it has no table for the whole picture. */
export function gifColours(bytes: Buffer): readonly Colour[] {
  const flags = bytes[10] ?? 0
  if ((flags & 0x80) === 0) return []
  const count = Math.min(3, 2 ** ((flags & 7) + 1))
  return Array.from({ length: count }, (_, index): Colour => {
    const at = 13 + index * 3
    return [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0]
  })
}
