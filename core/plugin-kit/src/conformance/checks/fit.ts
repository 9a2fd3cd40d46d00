import fc from 'fast-check'
import type { MediaFacts, PictureFit } from '../../media.ts'
import type { Bench } from '../bench/bench.ts'
import { asConnector } from '../bench/guard.ts'
import { draftOf } from '../bench/parts.ts'
import type { Check } from '../check.ts'

const storedTypes = ['image/jpeg', 'image/png', 'image/webp']

/** A picture that was made what `fit` asked for is one that `validate` accepts. */
export const fit: Check = {
  name: 'fit',
  absent({ options: { connector } }) {
    return connector.fit === undefined ? 'The connector has no "fit".' : undefined
  },
  async run(bench, report) {
    const session = await bench.open()
    const facts = bench.facts(session)
    for (const draft of bench.options.cases) {
      const parts = bench.parts(draft).map(draftOf)
      if (!parts.some(({ media }) => media.some(({ kind }) => kind === 'image'))) continue
      const result = fc.check(
        fc.property(pictures, (picture) => {
          const odd = parts.map((part) => ({ ...part, media: part.media.map(like(picture)) }))
          const fitted = odd.map((part) => {
            const wanted = asConnector('fit', () => bench.options.connector.fit?.(part, facts))
            const media = part.media.map((file, at) => made(file, wanted?.[at] ?? null))
            return { ...part, media }
          })
          return complaint(bench, fitted, facts) === undefined
        }),
        { numRuns: 60 },
      )
      const [example] = result.counterexample ?? []
      report.ok(
        !result.failed,
        `"validate" refuses a picture of "${draft.name}" that was made what "fit" asks for: ${JSON.stringify(example)}`,
      )
    }
    report.ok(true, '')
  },
}

const pictures = fc.record({
  mimeType: fc.constantFrom(...storedTypes),
  width: fc.integer({ min: 320, max: 12_000 }),
  height: fc.integer({ min: 320, max: 12_000 }),
  size: fc.integer({ min: 1_000, max: 40_000_000 }),
})

function like(picture: Pick<MediaFacts, 'mimeType' | 'size'> & { width: number; height: number }) {
  return (file: MediaFacts): MediaFacts => (file.kind === 'image' ? { ...file, ...picture } : file)
}

/** A picture as T21 would have made it. */
function made(file: MediaFacts, wanted: PictureFit | null): MediaFacts {
  if (wanted === null || file.kind !== 'image') return file
  let { width = 1, height = 1 } = file
  if (wanted.ratio !== undefined) {
    // Padded: the missing side grows.
    const { min, max } = wanted.ratio
    if (width / height < min) width = Math.ceil(height * min)
    if (width / height > max) height = Math.ceil(width / max)
  }
  const scale = Math.min(
    1,
    (wanted.maxWidth ?? width) / width,
    (wanted.maxHeight ?? height) / height,
    Math.sqrt((wanted.maxPixels ?? width * height) / (width * height)),
  )
  const [first = file.mimeType] = wanted.mimeTypes
  width = Math.max(1, Math.floor(width * scale))
  height = Math.max(1, Math.floor(height * scale))
  // Rounding must not lead out of the ratio again.
  if (wanted.ratio && width / height > wanted.ratio.max)
    height = Math.ceil(width / wanted.ratio.max)
  if (wanted.ratio && width / height < wanted.ratio.min)
    width = Math.ceil(height * wanted.ratio.min)
  return {
    ...file,
    mimeType: wanted.mimeTypes.includes(file.mimeType) ? file.mimeType : first,
    size: Math.min(file.size, wanted.maxBytes),
    width,
    height,
  }
}

function complaint(
  bench: Bench,
  parts: Parameters<Bench['options']['connector']['validate']>[0],
  facts: ReturnType<Bench['facts']>,
): string | undefined {
  const { issues } = asConnector('validate', () =>
    bench.options.connector.validate(parts, facts, bench.settings),
  )
  return issues.find(({ severity, field }) => severity === 'error' && field.includes('media'))
    ?.message
}
