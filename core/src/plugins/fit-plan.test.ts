import type { MediaFacts, PictureFit } from '@t21/plugin-kit'
import fc from 'fast-check'
import { test } from 'tap'
import { plannedFacts, planFit } from './fit-plan.ts'

const square: MediaFacts = {
  id: 'picture',
  kind: 'image',
  mimeType: 'image/png',
  size: 1_000,
  width: 1_000,
  height: 1_000,
}
const feed: PictureFit = {
  mimeTypes: ['image/jpeg'],
  maxBytes: 8_000_000,
  maxWidth: 1_440,
  ratio: { min: 0.8, max: 1.91 },
}

test('a picture that fits is left alone', (t) => {
  t.equal(planFit({ ...square, mimeType: 'image/jpeg' }, feed, 'pad'), null)
  t.equal(planFit(square, null, 'pad'), null)
  t.end()
})

test('what T21 cannot change is left to the network: moving pictures, videos, unknown sizes', (t) => {
  t.equal(planFit({ ...square, kind: 'video', mimeType: 'video/mp4' }, feed, 'pad'), null)
  t.equal(planFit({ ...square, mimeType: 'image/webp', durationMs: 900 }, feed, 'pad'), null)
  const { width: _, ...unknown } = square
  t.equal(planFit(unknown, feed, 'pad'), null)
  t.equal(planFit(square, { ...feed, mimeTypes: ['image/gif'] }, 'pad'), null)
  t.end()
})

test('a tall picture gets borders or loses its ends, as the person chose', (t) => {
  const tall = { ...square, mimeType: 'image/jpeg', width: 600, height: 1_000 }
  t.match(planFit(tall, feed, 'pad'), { width: 800, height: 1_000, changes: ['padded'] })
  t.match(planFit(tall, feed, 'crop'), { width: 600, height: 750, changes: ['cropped'] })
  t.end()
})

test('it says in order what is done', (t) => {
  const huge = { ...square, width: 4_000, height: 1_000, size: 9_000_000 }
  t.match(planFit(huge, feed, 'pad'), {
    mimeType: 'image/jpeg',
    changes: ['padded', 'scaled', 'converted', 'compressed'],
  })
  t.end()
})

test('whatever comes in, what comes out is what was demanded', (t) => {
  const facts = fc.record({
    width: fc.integer({ min: 1, max: 20_000 }),
    height: fc.integer({ min: 1, max: 20_000 }),
    size: fc.integer({ min: 1, max: 50_000_000 }),
    mimeType: fc.constantFrom('image/jpeg', 'image/png', 'image/webp'),
  })
  fc.assert(
    fc.property(facts, fc.constantFrom('pad', 'crop'), (found, mode) => {
      const fit: PictureFit = { ...feed, maxHeight: 5_000, maxPixels: 2_000_000 }
      const before: MediaFacts = { ...square, ...found }
      const plan = planFit(before, fit, mode)
      const { width = 0, height = 0, size, mimeType } = plan ? plannedFacts(before, plan) : before
      const ratio = width / height
      // A picture of a few pixels has few shapes.
      const wide = Math.min(width, height) >= 20
      return (
        width >= 1 &&
        height >= 1 &&
        width <= 1_440 &&
        height <= 5_000 &&
        width * height <= 2_000_000 &&
        size <= fit.maxBytes &&
        mimeType === 'image/jpeg' &&
        (!wide || (ratio >= 0.8 && ratio <= 1.91))
      )
    }),
    { numRuns: 2_000 },
  )
  t.end()
})
