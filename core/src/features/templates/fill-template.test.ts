import fc from 'fast-check'
import { test } from 'tap'
import { fillTemplate, strayBracesOf, variablesOf } from './fill-template.ts'

test('variables are found in order, each once; one place without a default needs a value', (t) => {
  t.same(variablesOf('Hi {{name|friend}}, {{ city }} and {{größe_2|}} {{name}} {{city|x}}'), [
    { name: 'name', default: null },
    { name: 'city', default: null },
    { name: 'größe_2', default: '' },
  ])
  t.same(variablesOf('{{name| dear friend }}'), [{ name: 'name', default: 'dear friend' }])
  t.same(variablesOf('no {variables} {{}} {{a b}} {{a-b}}'), [])
  t.end()
})

test('braces that are no variable are seen', (t) => {
  for (const template of ['{{first name}}', '{{}}', '{{a|{b}}', 'a }} b', '{{open', '{{{a}}}}}']) {
    t.not(strayBracesOf(template), null, template)
  }
  for (const template of ['', '{a}', '{{a}}{{b|c d!}}', 'a } { b']) {
    t.equal(strayBracesOf(template), null, template)
  }
  t.end()
})

test('values are text: nothing in them is a variable, a pattern or an expression', (t) => {
  const values = { a: '{{b}}', b: '$& $1 $$ ${1+1} {{a|x}}', constructor: 'c' }
  t.same(fillTemplate('{{a}} {{b}} {{constructor}}', values), {
    text: '{{b}} $& $1 $$ ${1+1} {{a|x}} c',
    missing: [],
    unknown: [],
  })
  t.same(fillTemplate('{{toString}} {{__proto__}}', {}), {
    text: '{{toString}} {{__proto__}}',
    missing: ['toString', '__proto__'],
    unknown: [],
  })
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      const { text } = fillTemplate('<{{a}}|{{b}}>', { a: one, b: other })
      return text === `<${one}|${other}>`
    }),
  )
  t.end()
})

test('what is missing stays as it is and is named; an empty value is a value', (t) => {
  t.same(fillTemplate('{{a}} {{b|else}} {{a}} {{c}}', { c: '', d: 'x' }), {
    text: '{{a}} else {{a}} ',
    missing: ['a'],
    unknown: ['d'],
  })
  t.end()
})
