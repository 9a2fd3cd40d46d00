import type { DraftPart, MediaFacts } from '@t21/plugin-kit'
import { test } from 'tap'
import { contentHash } from './content-hash.ts'

test('the same content has the same hash, however it is spaced, composed or ordered', (t) => {
  const hash = contentHash([part({ text: 'Café at noon', options: { a: 1, b: { c: [1], d: 2 } } })])

  t.equal(hash.length, 32)
  t.same(
    contentHash([part({ text: 'Café at noon', options: { b: { d: 2, c: [1] }, a: 1 } })]),
    hash,
  )
  t.same(
    contentHash([part({ text: ' Café  at\nnoon ', options: { a: 1, b: { c: [1], d: 2 } } })]),
    hash,
  )
  t.end()
})

test('text, case, media, their order, options, kind and number of parts all count', (t) => {
  const [one, two] = [picture('1'), picture('2')]
  const different = [
    [part({ text: 'a' })],
    [part({ text: 'A' })],
    [part({ text: 'a', media: [one, two] })],
    [part({ text: 'a', media: [two, one] })],
    [part({ text: 'a', media: [one] })],
    [part({ text: 'a', options: { poll: ['x'] } })],
    [part({ text: 'a' }), part({ text: 'b', kind: 'thread', position: 1 })],
    [part({ text: 'a' }), part({ text: 'b', kind: 'first_comment', position: 1 })],
  ].map((parts) => contentHash(parts).toString('hex'))

  t.equal(new Set(different).size, different.length)
  t.end()
})

test('a picture is known by what the caller knows it by', (t) => {
  const bytes = (media: MediaFacts): string => `bytes-${media.size}`
  const first = [part({ media: [picture('1', 10)] })]
  const again = [part({ media: [picture('2', 10)] })]

  t.same(contentHash(first, bytes), contentHash(again, bytes))
  t.notSame(contentHash(first), contentHash(again))
  t.end()
})

function part(fields: Partial<DraftPart>): DraftPart {
  return { kind: 'post', position: 0, text: 'Text', media: [], options: {}, ...fields }
}

function picture(id: string, size = 1): MediaFacts {
  return { id, kind: 'image', mimeType: 'image/png', size }
}
