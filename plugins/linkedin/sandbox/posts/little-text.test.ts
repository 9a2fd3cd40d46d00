import fc from 'fast-check'
import t from 'tap'
import { canonicalText, parseLittleText, plainText } from './little-text.ts'

function read(commentary: string): string {
  return plainText(parseLittleText(commentary))
}

t.test('escaped characters are themselves', (t) => {
  const all = '\\|{}@[]()<>#*_~'
  t.equal(read(all.replaceAll(/./g, '\\$&')), all)
  t.equal(read('line one\nline two 👋🏽'), 'line one\nline two 👋🏽')
  t.end()
})

t.test('the text ends without a word at a reserved character that is not escaped', (t) => {
  for (const character of '|{}@[]()<>*_~\\') {
    t.equal(read(`before ${character} after`), 'before ', character)
  }
  t.equal(read('50 # off'), '50 ')
  t.equal(read('C:\\new'), 'C:')
  t.equal(read('(all of it)'), '')
  t.end()
})

t.test('hashtags are plain or canonical, and come back canonical', (t) => {
  t.equal(canonicalText(parseLittleText('Big #news today')), 'Big {hashtag|\\#|news} today')
  t.equal(read('Big {hashtag|\\#|news} today'), 'Big #news today')
  t.equal(read('Größe #Größe2 #日本'), 'Größe #Größe2 #日本')
  t.equal(canonicalText(parseLittleText('\\#dead')), '\\#dead')
  t.equal(read('#snake_case'), '#snake')
  t.end()
})

t.test('a mention has a name and a URN, and a broken one ends the text', (t) => {
  t.strictSame(parseLittleText('Hi @[Bread \\(and\\) Butter](urn:li:organization:1)!'), [
    { kind: 'text', text: 'Hi ' },
    { kind: 'mention', name: 'Bread (and) Butter', urn: 'urn:li:organization:1' },
    { kind: 'text', text: '!' },
  ])
  for (const broken of [
    '@[Name]',
    '@[Name](urn:li:share:1)',
    '@[Na[me](urn:li:person:a)',
    '@you',
  ]) {
    t.equal(read(`Hi ${broken} there`), 'Hi ', broken)
  }
  t.end()
})

t.test('what comes back can be sent again, and means the same', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const escaped = text.replaceAll(/[\\|{}@[\]()<>#*_~]/g, '\\$&')
      t.equal(read(escaped), text)
      const once = canonicalText(parseLittleText(text))
      t.equal(canonicalText(parseLittleText(once)), once)
    }),
    { numRuns: 50 },
  )
  t.end()
})
