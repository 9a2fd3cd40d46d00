/**
 * A short number for a text (FNV-1a, 53 bits' worth in two halves), the same on every machine. It tells texts apart; it
 * protects nothing.
 */
export function fingerprint(text: string): string {
  return [0x811c9dc5, 0x9747b28c].map((seed) => hash(text, seed)).join('')
}

function hash(text: string, seed: number): string {
  let value = seed
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return (value >>> 0).toString(36)
}
