import { labRequest, type LabRequestOptions } from '@t21/plugin-kit/sandbox/testing'
import t from 'tap'
import { createLab } from '../support/lab.ts'
import { graphError, GraphRefusal } from './errors.ts'
import { parseFields, present } from './fields.ts'
import { derivedId, newId } from './ids.ts'
import { bareNumber, parseLossless } from './lossless.ts'
import { readParameters } from './parameters.ts'
import { graphTime, readTime } from './time.ts'

function parametersOf(address: string, options: LabRequestOptions) {
  const url = new URL(`http://graph.facebook.com${address}`)
  return readParameters(labRequest('POST', url, {}, options))
}

t.test('a parameter may come in the query, a form, JSON or multipart', async (t) => {
  const multipart = [
    { name: 'message', value: Buffer.from('hi') },
    { name: 'source', filename: 'a.png', value: Buffer.from('bytes') },
  ]
  const ways = [
    parametersOf('/x?message=hi', {}),
    parametersOf('/x?message=no', { form: { message: 'hi' } }),
    parametersOf('/x', { json: { message: 'hi' } }),
    parametersOf('/x', { multipart }),
  ]
  for (const params of ways) t.equal(params.get('message'), 'hi')
  t.equal(ways[3]?.file('source')?.value.toString(), 'bytes')
  t.equal(ways[3]?.get('source'), undefined)
})

t.test('arrays may be JSON, a list with commas, or written with brackets', async (t) => {
  const bracket = { 'ids[0]': '{"a":"1"}', 'ids[1]': '{"a":"2"}' }
  t.strictSame(parametersOf('/x', { form: bracket }).json('ids'), [{ a: '1' }, { a: '2' }])
  t.strictSame(parametersOf('/x', { form: { ids: '[{"a":"1"}]' } }).json('ids'), [{ a: '1' }])
  t.strictSame(parametersOf('/x?ids=a, b', {}).list('ids'), ['a', 'b'])
  t.strictSame(parametersOf('/x', { json: { ids: ['a', 'b'] } }).list('ids'), ['a', 'b'])
  t.equal(parametersOf('/x', {}).list('ids'), undefined)
})

t.test('ids keep their digits, as numbers too', async (t) => {
  const body = '{"id":122179559519008123,"small":7}'
  const raw = { type: 'application/json', body }
  t.equal(parametersOf('/x', { raw }).get('id'), '122179559519008123')
  t.strictSame(parseLossless(body), { id: '122179559519008123', small: 7 })
  t.equal(JSON.stringify({ id: bareNumber('122179559519008123') }), '{"id":122179559519008123}')
  t.equal(parseLossless('{'), undefined)
})

t.test('an empty value counts as none, a wrong one is refused by name', async (t) => {
  const params = parametersOf('/x?message=&published=perhaps&since=soon', {})
  t.equal(params.get('message'), undefined)
  t.throws(() => params.require('message'), GraphRefusal)
  t.throws(() => params.flag('published'), GraphRefusal)
  t.throws(() => params.time('since'), GraphRefusal)
})

t.test('fields nest, and take modifiers', async (t) => {
  t.strictSame(parseFields('id, from{id,name},comments.limit(2).summary(true){message}'), [
    { name: 'id', modifiers: {}, fields: undefined },
    {
      name: 'from',
      modifiers: {},
      fields: [
        { name: 'id', modifiers: {}, fields: undefined },
        { name: 'name', modifiers: {}, fields: undefined },
      ],
    },
    {
      name: 'comments',
      modifiers: { limit: '2', summary: 'true' },
      fields: [{ name: 'message', modifiers: {}, fields: undefined }],
    },
  ])
  for (const wrong of ['', 'a,', 'a{', 'a{b', 'a}', 'a.limit', 'a.limit(1', 'a-b']) {
    t.throws(() => parseFields(wrong), GraphRefusal, wrong)
  }
})

t.test('an object shows what was asked for, and always its id', async (t) => {
  const values = {
    name: 'N',
    absent: undefined,
    list: { data: [{ id: '1', a: 2, b: 3 }], paging: 4 },
  }
  const object = { type: 'Thing', id: '7', values, usual: ['name'] }
  t.strictSame(present(object, undefined), { name: 'N', id: '7' })
  t.strictSame(present(object, parseFields('absent,list{a}')), {
    list: { data: [{ a: 2, id: '1' }], paging: 4 },
    id: '7',
  })
  t.throws(() => present(object, parseFields('wings')), GraphRefusal)
})

t.test('ids have seventeen or eighteen digits and never repeat', async (t) => {
  const { context } = createLab()
  const ids = new Set(Array.from({ length: 5000 }, () => newId(context)))
  t.equal(ids.size, 5000)
  t.ok([...ids].every((id) => /^122\d{15}$/.test(id)))
  t.equal(derivedId('page', 'Alice-Page'), derivedId('page', 'alice-page'))
  t.not(derivedId('page', 'alice'), derivedId('user', 'alice'))
})

t.test('times have a zone without a colon, and are read in any form', async (t) => {
  const time = Date.UTC(2026, 3, 5, 7, 56, 32)
  t.equal(graphTime(time), '2026-04-05T07:56:32+0000')
  for (const text of ['1775375792', '2026-04-05T07:56:32+0000', '2026-04-05T07:56:32Z']) {
    t.equal(readTime(text), time, text)
  }
  t.equal(readTime('tomorrow'), undefined)
})

t.test('a message with anything in it makes no broken header', async (t) => {
  const { headers } = graphError({ code: 100, message: 'a “quote”, "another"\r\nX-Evil: 1' })
  t.match(headers?.['www-authenticate'], /^[ -~]*$/)
})
