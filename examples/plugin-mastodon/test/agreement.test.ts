// What `validate` accepts, the emulation accepts; what it refuses, the emulation refuses.
import fc from 'fast-check'
import t from 'tap'
import type { DraftPart, MediaFacts } from '@t21/plugin-kit'
import { textAt, type Lab } from '@t21/plugin-kit/sandbox/testing'
import { connector } from '../src/index.ts'
import { countedLength } from '../src/text.ts'
import { countableLength, stripped } from '../sandbox/statuses/length.ts'
import { publish, createLab, signIn, uploadFile } from '../sandbox/support/lab.ts'
import { gif, mp4, png } from '@t21/plugin-kit/sandbox/testing'
import { draft, settings } from './calls.ts'

const word = fc.constantFrom(
  'a',
  'é',
  '👩‍👩‍👧‍👦',
  '🇩🇪',
  ' ',
  '\n',
  '.',
  '@bob',
  '@bob@far.example',
  '@bob.b@sub.far-away.example',
  '@bob@',
  'me@home.example',
  'https://example.com',
  'https://example.com/a_(b)?c=d#e',
  'https://example.com/@bob@far.example',
  'http://bücher.com/ä',
  'https://localhost/x',
  'example.com',
  '#tag',
  '/',
  '(',
  ')',
  '"',
)
const text = fc.array(word, { maxLength: 40 }).map((words) => words.join(''))

t.test('connector and emulation count every text alike', async () => {
  fc.assert(
    fc.property(text, (value) => {
      return countedLength(value, 23) === countableLength('', stripped(value))
    }),
    { numRuns: 1000 },
  )
})

function accepts(part: DraftPart): boolean {
  const { issues } = connector.validate([part], null, settings)
  return issues.every(({ severity }) => severity !== 'error')
}

t.test('texts of every length with and without a warning', async () => {
  const length = fc.integer({ min: 480, max: 510 })
  const warning = fc.option(fc.integer({ min: 1, max: 20 }), { nil: 0 })
  await fc.assert(
    fc.asyncProperty(text, length, warning, async (start, target, warned) => {
      const filler = Math.max(0, target - countableLength('', `${start}\n`))
      const status = `${start}\n${'x'.repeat(filler)}`
      const options = warned === 0 ? {} : { contentWarning: 'w'.repeat(warned) }
      const lab = createLab()
      const answer = await publish(lab, await signIn(lab), {
        status,
        ...(warned > 0 && { spoiler_text: 'w'.repeat(warned) }),
      })
      return accepts(draft({ text: status, options })) === (answer.status === 200)
    }),
    { numRuns: 60 },
  )
})

t.test('polls of every number, length and time', async () => {
  const answer = fc
    .integer({ min: 0, max: 52 })
    .chain((size) => fc.constantFrom('a', 'b', '🙂').map((letter) => letter.repeat(size)))
  const minutes = fc.oneof(
    fc.integer({ min: 1, max: 10 }),
    fc.integer({ min: 43_800, max: 43_900 }),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(answer, { minLength: 1, maxLength: 6 }),
      minutes,
      async (options, durationMinutes) => {
        const lab = createLab()
        const body = { status: 'Q', poll: { options, expires_in: durationMinutes * 60 } }
        // Empty answers are dropped by Mastodon, and refused by the connector: they are lost words.
        const { status } = await publish(lab, await signIn(lab), body)
        const accepted = accepts(
          draft({ text: 'Q', options: { poll: { options, durationMinutes } } }),
        )
        return options.every((option) => option !== '') ? accepted === (status === 200) : !accepted
      },
    ),
    { numRuns: 100 },
  )
})

const files = {
  image: { bytes: png(2, 2), mimeType: 'image/png' },
  gif: { bytes: gif(2), mimeType: 'image/gif' },
  video: { bytes: mp4(500), mimeType: 'video/mp4' },
} as const

async function uploadAll(lab: Lab, token: string, kinds: readonly (keyof typeof files)[]) {
  const ids: string[] = []
  for (const kind of kinds) {
    const { bytes, mimeType } = files[kind]
    ids.push(textAt((await uploadFile(lab, token, bytes, mimeType)).json, 'id'))
  }
  lab.advance(2)
  return ids
}

t.test('every set of media, with and without words and polls', async () => {
  const kinds = fc.array(fc.constantFrom('image', 'gif', 'video'), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(kinds, fc.boolean(), fc.boolean(), async (chosen, words, poll) => {
      const lab = createLab()
      const token = await signIn(lab)
      const media: MediaFacts[] = chosen.map((kind, index) => ({
        id: `file-${index}`,
        kind,
        mimeType: files[kind].mimeType,
        size: files[kind].bytes.length,
      }))
      const { status } = await publish(lab, token, {
        status: words ? 'x' : '',
        ...(chosen.length > 0 && { media_ids: await uploadAll(lab, token, chosen) }),
        ...(poll && { poll: { options: ['a', 'b'], expires_in: 300 } }),
      })
      const part = draft({
        text: words ? 'x' : '',
        media,
        options: poll ? { poll: { options: ['a', 'b'], durationMinutes: 5 } } : {},
      })
      return accepts(part) === (status === 200)
    }),
    { numRuns: 80 },
  )
})
