import { test } from 'tap'
import { makePartialReader, type PartialText } from './partial-text.ts'

test('texts come out of JSON however it is cut', async (t) => {
  const texts = { one: { content: 'A "b"\n\\ü🍞 {,}:[]', altText: '', hashtags: ['x', 'y'] } }
  const json = JSON.stringify({ ...texts, two: { content: 'B' } }).replace('ü', '\\u00fc')
  for (let size = 1; size <= json.length; size += 1) {
    const told = new Map<string, string>()
    const read = makePartialReader(({ version, field, text }: PartialText) => {
      const key = `${version}.${field}`
      told.set(key, (told.get(key) ?? '') + text)
    })
    for (let at = 0; at < json.length; at += size) read(json.slice(at, at + size))
    t.same(
      Object.fromEntries(told),
      { 'one.content': texts.one.content, 'two.content': 'B' },
      `${size} at a time`,
    )
  }
})

test('what is no JSON tells nothing, and does no harm', async (t) => {
  for (const text of [
    'Sure, here you are',
    '[[[["a"]]]]',
    '}}}}"',
    '{"a":"b"}',
    '{"a":["b",{"c":1',
  ]) {
    const told: PartialText[] = []
    makePartialReader((more) => told.push(more))(text)
    t.same(told, [], text)
  }
})
