import twitterText from 'twitter-text'
import { everywhere } from '../instances.ts'

interface Entity {
  readonly start: number
  readonly end: number
  /** What counts in its place. */
  readonly counted: string
}

const mentions =
  /(?<![=/\p{L}\p{M}\p{N}_])@(?<name>[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)(?:@[\p{L}\p{M}\p{N}_]+(?:[.-]+[\p{L}\p{M}\p{N}_]+)*)?/giu

/** The length that counts against `max_characters` (app/validators/status_length_validator.rb). */
export function countableLength(spoilerText: string, text: string): number {
  return graphemes(
    spoilerText + rewritten(text, withoutOverlaps([...links(text), ...people(text)])),
  )
}

/** Characters as a reader sees them. */
export function graphemes(text: string): number {
  let count = 0
  for (const _ of new Intl.Segmenter().segment(text)) count += 1
  return count
}

function links(text: string): Entity[] {
  const counted = 'x'.repeat(everywhere.charactersPerUrl)
  return twitterText
    .extractUrlsWithIndices(text, { extractUrlsWithoutProtocol: false })
    .map(({ indices: [start, end] }) => ({ start, end, counted }))
}

function people(text: string): Entity[] {
  return [...text.matchAll(mentions)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    counted: `@${match.groups?.['name'] ?? ''}`,
  }))
}

/** Of two that overlap, the first one counts. */
function withoutOverlaps(entities: readonly Entity[]): Entity[] {
  const kept: Entity[] = []
  for (const entity of entities.toSorted((a, b) => a.start - b.start)) {
    if (entity.start >= (kept.at(-1)?.end ?? 0)) kept.push(entity)
  }
  return kept
}

function rewritten(text: string, entities: readonly Entity[]): string {
  let result = ''
  let position = 0
  for (const { start, end, counted } of entities) {
    result += text.slice(position, start) + counted
    position = end
  }
  return result + text.slice(position)
}

/** As Ruby's `strip`: the text without ASCII spaces around it. */
export function stripped(text: string): string {
  return text.replaceAll(/^[\0\t\n\v\f\r ]+|[\0\t\n\v\f\r ]+$/g, '')
}
