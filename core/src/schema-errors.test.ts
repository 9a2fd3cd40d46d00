import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { test } from 'tap'
import { Type, type TSchema } from 'typebox'
import { describeErrors } from './schema-errors.ts'

const ajv = new Ajv2020({ allErrors: true, strict: false, verbose: true })
addFormats.default(ajv)

function complaints(schema: TSchema, value: unknown): Record<string, string> {
  const validate = ajv.compile(schema)
  if (validate(value)) return {}
  return Object.fromEntries(
    describeErrors(validate.errors ?? []).map(({ field, message }) => [field, message]),
  )
}

test('every complaint about a field is a plain sentence that says what to send', async (t) => {
  for (const [schema, value, message] of [
    [Type.String({ format: 'uuid' }), 'x', /^Must be an id such as 0/],
    [Type.String({ format: 'email' }), 'x', /^Must be an e-mail address such as/],
    [Type.String({ format: 'uri' }), 'x', /^Must be a whole address such as https:/],
    [Type.String({ format: 'date-time' }), 'tomorrow', /^Must be an existing moment in ISO 8601/],
    [Type.String({ format: 'ipv4' }), 'x', 'Must be a ipv4.'],
    [Type.String({ minLength: 1 }), '', 'Must not be empty.'],
    [Type.String({ minLength: 8 }), 'x', 'Needs at least 8 characters.'],
    [Type.String({ maxLength: 2 }), 'xxx', 'Has more than 2 characters; shorten it.'],
    [Type.String({ pattern: '\\S' }), ' ', 'Must not be blank.'],
    [Type.String({ pattern: '^https://' }), 'http://x', 'Must begin with https://.'],
    [
      Type.String({ pattern: '^[A-Z]+$', description: 'In capitals.', examples: ['TWITTER'] }),
      'twitter',
      'Has the wrong form. In capitals. For example: TWITTER.',
    ],
    [Type.String({ pattern: '^[A-Z]+$' }), 'twitter', 'Has the wrong form.'],
    [Type.Array(Type.String(), { minItems: 1 }), [], 'Needs at least 1 item.'],
    [Type.Array(Type.String(), { maxItems: 1 }), ['a', 'b'], 'Has more than 1 item; remove some.'],
    [
      Type.Array(Type.String(), { uniqueItems: true }),
      ['a', 'b', 'a'],
      'Items [0] and [2] are the same; remove one.',
    ],
    [Type.Object({}, { minProperties: 1 }), {}, 'Needs at least 1 field.'],
    [Type.Object({}, { maxProperties: 0 }), { a: 1 }, 'Has more than 0 fields; remove some.'],
    [Type.Integer({ minimum: 1 }), 0, 'Must be at least 1.'],
    [Type.Integer({ maximum: 9 }), 10, 'Must be at most 9.'],
    [Type.Integer({ multipleOf: 2 }), 3, 'Must be multiple of 2.'],
    [Type.Integer(), 'x', 'Must be a whole number.'],
    [Type.Boolean(), 'yes', 'Must be `true` or `false`.'],
    [Type.Unsafe({ type: ['string', 'null'] }), 1, 'Must be a text or `null`.'],
    [Type.Unsafe({ enum: ['a', 'b'] }), 'c', 'Must be one of a, b.'],
    [Type.Literal('a'), 'c', 'Must be a.'],
  ] as const) {
    t.match(complaints(schema, value), { '': message }, JSON.stringify(schema))
  }
})

test('a union is told as one thing, and once', async (t) => {
  const Nullable = Type.Union([Type.String({ minLength: 3, pattern: '\\S' }), Type.Null()])
  t.same(complaints(Nullable, ' '), { '': 'Needs at least 3 characters.' })
  t.same(complaints(Nullable, 1), { '': 'Must be a text or `null`.' })
  const Outcome = Type.Union([Type.Literal('published'), Type.Literal('not_published')])
  t.same(complaints(Outcome, 'x'), { '': 'Must be one of published, not_published.' })
  const Inner = Type.Object({
    part: Type.Union([Type.Object({ text: Type.String() }), Type.Null()]),
  })
  t.same(complaints(Inner, { part: { text: 1 } }), { 'part.text': 'Must be a text.' })
  const Alike = Type.Object({ a: Type.Null(), ab: Type.String() })
  t.same(complaints(Alike, { a: 1, ab: 1 }), { a: 'Must be `null`.', ab: 'Must be a text.' })
  t.same(complaints(Type.Null(), 1), { '': 'Must be `null`.' })
})

test('a field is named as people write it, whatever characters it has', async (t) => {
  const Text = Type.Record(Type.String(), Type.String())
  t.same(complaints(Text, { 'https://a.example/x~y': 1 }), {
    'https://a.example/x~y': 'Must be a text.',
  })
  const Thread = Type.Object({
    thread: Type.Array(Type.Object({ content: Type.String() }, { additionalProperties: false })),
  })
  t.same(complaints(Thread, { thread: [{ contents: 'x' }] }), {
    'thread[0].content': 'This field is required.',
    'thread[0].contents': 'Unknown field; remove it.',
  })
})
