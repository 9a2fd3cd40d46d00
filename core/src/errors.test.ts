import { readFile } from 'node:fs/promises'
import { test } from 'tap'
import { ApiError, catalogue, invalid, notFound } from './errors.ts'
import { deliveryErrors } from './features/publishing/delivery-errors.ts'

test('docs/errors.md has every code with its status, and no other', async (t) => {
  const document = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8')
  const [, answers = '', deliveries = ''] = document.split(/^## /m)
  const documented = [...answers.matchAll(/^\| `(\w+)`\s*\| (\d+)/gm)].map(([, code, status]) => [
    code,
    Number(status),
  ])
  t.same(
    documented,
    Object.entries(catalogue).map(([code, { status }]) => [code, status]),
  )
  t.same(
    [...deliveries.matchAll(/^\| `(\w+)`/gm)].map(([, code]) => code),
    Object.keys(deliveryErrors),
  )
})

test('every code has a status of an error, and sentences for what happened and what to do', async (t) => {
  for (const [code, { status, meaning, remedy }] of Object.entries(catalogue)) {
    t.match(code, /^[A-Z_]+$/)
    t.ok(status >= 400 && status < 600, code)
    t.match(meaning, /^.+\.$/, code)
    t.match(remedy, /^.+\.$/, code)
  }
})

test('an error knows its status, and says the catalogue’s sentences where it has no better ones', async (t) => {
  t.equal(new ApiError('CONFLICT').status, 409)
  t.equal(
    new ApiError('CONFLICT').message,
    'The request contradicts the present state. Read the resource again and decide anew.',
  )
  t.match(invalid('name', 'Is empty.'), {
    code: 'VALIDATION_ERROR',
    details: [{ field: 'name', message: 'Is empty.' }],
  })
  t.match(notFound('Post'), { code: 'NOT_FOUND', message: 'Post not found' })
})
