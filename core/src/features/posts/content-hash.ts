import { createHash } from 'node:crypto'
import type { DraftPart, MediaFacts } from '@t21/plugin-kit'

/**
 * What tells two deliveries apart for the 24-hour rule: a SHA-256 over the text of every part
 * (Unicode NFC, white space collapsed), its media and its options.
 *
 * @param fingerprintOf what a medium is known by; its bytes' hash where there is one, so that the same
 * picture uploaded or fetched twice is the same picture
 */
export function contentHash(
  parts: readonly DraftPart[],
  fingerprintOf: (media: MediaFacts) => string = ({ id }) => id,
): Buffer {
  const content = parts.map(({ kind, text, media, options }) => [
    kind,
    normalise(text),
    media.map(fingerprintOf),
    sorted(options),
  ])
  return createHash('sha256').update(JSON.stringify(content)).digest()
}

function normalise(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim()
}

/** jsonb does not keep the order of keys, so that it must not count. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, sorted(item)])
}
