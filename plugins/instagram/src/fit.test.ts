import fc from 'fast-check'
import t from 'tap'
import { draft, picture, settings } from '../test/calls.ts'
import { connector } from './index.ts'

const fits = (...args: Parameters<typeof draft>) => connector.fit?.(draft(...args), null) ?? []
const png = (width: number, height: number) => picture({ width, height })

t.test('a picture of the feed becomes a JPEG of a shape that Instagram takes', async (t) => {
  t.same(fits({ media: [png(100, 100)] }), [
    {
      mimeTypes: ['image/jpeg'],
      maxBytes: 8 * 1024 * 1024,
      maxWidth: 1_440,
      ratio: { min: 0.8, max: 1.91 },
    },
  ])
})

t.test('a story keeps its shape, a cover becomes upright, a video is taken as it is', async (t) => {
  const story = fits({ media: [png(100, 100)], options: { format: 'story' } })
  t.match(story, [{ mimeTypes: ['image/jpeg'], maxBytes: 8_000_000, ratio: undefined }])
  const video = picture({ kind: 'video', mimeType: 'video/mp4' })
  const [first, cover] = fits({ media: [video, png(100, 100)], options: { format: 'reel' } })
  t.equal(first, null)
  t.ok((cover?.ratio?.min ?? 0) < 9 / 16 && (cover?.ratio?.max ?? 0) > 9 / 16)
})

t.test('the pictures of a carousel get the shape of its first file', async (t) => {
  const side = fc.integer({ min: 50, max: 3_000 })
  fc.assert(
    fc.property(side, side, side, side, (width, height, otherWidth, otherHeight) => {
      const [first, second] = fits({ media: [png(width, height), png(otherWidth, otherHeight)] })
      const shape = Math.min(Math.max(width / height, 0.8), 1.91)
      const { min, max } = second?.ratio ?? { min: 0, max: 0 }
      return (
        first?.ratio?.min === 0.8 &&
        min >= 0.8 &&
        max <= 1.91 &&
        min <= shape &&
        shape <= max &&
        max - min < shape * 0.021
      )
    }),
  )
  const video = picture({ kind: 'video', mimeType: 'video/mp4', width: 100, height: 100 })
  const [, after] = fits({ media: [video, png(300, 100)] })
  t.ok((after?.ratio?.max ?? 9) < 1.02, 'also where it is a video')
  const [, unknown] = fits({ media: [picture(), png(300, 100)] })
  t.same(unknown?.ratio, { min: 0.8, max: 1.91 }, 'where it is not known, any that Instagram takes')
})

t.test('what was fitted is accepted', async () => {
  const side = fc.integer({ min: 320, max: 1_440 })
  fc.assert(
    fc.property(side, side, (width, height) => {
      const [wanted] = fits({ media: [png(width, height)] })
      const { min, max } = wanted?.ratio ?? { min: 0, max: 0 }
      if (width / height < min || width / height > max) return true
      const media = [picture({ mimeType: 'image/jpeg', width, height })]
      return connector.validate([draft({ media })], null, settings).issues.length === 0
    }),
  )
})
