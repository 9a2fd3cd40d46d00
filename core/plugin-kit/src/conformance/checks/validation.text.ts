import fc from 'fast-check'
import type { Bench } from '../bench/bench.ts'
import { draftOf } from '../bench/parts.ts'
import type { ConformanceBoundary, ConformanceCase, ConformanceDraft } from '../options.ts'

/** What networks count in different ways: ASCII, accents in two forms, wide letters, emoji of one and of many pieces. */
const letters = [
  'a',
  'Z',
  ' b',
  'é',
  'e\u0301',
  'ß',
  '語',
  'ї',
  '한',
  'ا',
  '😀',
  '👍🏽',
  '👩‍👩‍👧',
  '🇺🇦',
  '\n',
]

/** How far from the limit, as the connector itself counts. */
const distances = [-1, 0, 1, 2, 7]

/** Tried every time, since chance may leave out what tells one way of counting from another; 2: these may count double. */
const always: readonly (readonly [letter: string, distance: number])[] = [
  ['a', 1],
  ['e\u0301', 2],
  ['😀', 0],
  ['😀', 2],
]

/** Texts around the limit of each form that has a text. */
export async function textBoundaries(bench: Bench): Promise<readonly ConformanceBoundary[]> {
  const session = await bench.open()
  const facts = bench.facts(session)
  const cases = [...Map.groupBy(bench.options.cases, ({ format }) => format).values()]
  return cases.flatMap(([draft]) => {
    if (draft === undefined) return []
    const limit = countOf(bench, facts, draft, 'Hello')?.limit
    if (limit === undefined) return []
    const name = `length of the text (${draft.name})`
    const around = (alphabet: readonly string[], distance: number): ConformanceDraft => ({
      ...plain(draft),
      text: textOf(bench, facts, draft, alphabet, limit + distance),
    })
    const alphabets = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 4 })
    const some = fc.tuple(alphabets, fc.constantFrom(...distances))
    return [
      ...always.map(([letter, distance]) => ({
        name,
        drafts: fc.constant(around([letter], distance)),
        runs: 1,
      })),
      { name, drafts: some.map((one) => around(...one)), runs: 6 },
    ]
  })
}

/** A text of these letters in turn, that the connector counts as nearly `wanted`. */
function textOf(
  bench: Bench,
  facts: ReturnType<Bench['facts']>,
  draft: ConformanceCase,
  alphabet: readonly string[],
  wanted: number,
): string {
  function make(letterCount: number): string {
    const text = Array.from({ length: letterCount }, (_, at) => alphabet[at % alphabet.length])
    // Spaces at the ends are cut off by some networks, so that they are not counted either.
    return `x${text.join('')}x`
  }
  let low = 0
  let high = wanted
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const length = countOf(bench, facts, draft, make(middle))?.length ?? 0
    if (length <= wanted) low = middle
    else high = middle - 1
  }
  return make(low)
}

function countOf(
  bench: Bench,
  facts: ReturnType<Bench['facts']>,
  draft: ConformanceCase,
  text: string,
) {
  const parts = bench.parts({ ...plain(draft), text })
  const { counted } = bench.options.connector.validate(parts.map(draftOf), facts, bench.settings)
  return counted.find(({ field }) => field === 'text')
}

function plain({ text, media, options }: ConformanceCase): ConformanceDraft {
  return { text, ...(media && { media }), ...(options && { options }) }
}
