import { test } from 'tap'
import { testContext } from '../../../test/support/app.ts'
import { buildApp } from '../app.ts'
import type { Deprecation } from './deprecation.ts'

const deprecated: Deprecation = {
  since: '2027-01-01',
  sunset: '2028-01-01',
  link: 'https://example.com/docs/api-versions.md#old',
}

test('every answer of a deprecated operation says since when, until when, and where to read on', async (t) => {
  const app = await appWith(t, deprecated)
  for (const [url, status] of [
    ['/v1/old', 200],
    ['/v1/old?broken=yes', 422],
  ] as const) {
    const { statusCode, headers } = await app.inject(url)
    t.equal(statusCode, status)
    t.equal(headers['deprecation'], '@1798761600', 'RFC 9745: a date of structured fields')
    t.equal(headers['sunset'], 'Sat, 01 Jan 2028 00:00:00 GMT', 'RFC 8594: a date of HTTP')
    t.match(headers['link'], `<${deprecated.link}>; rel="deprecation"`)
    t.match(headers['link'], `<${deprecated.link}>; rel="sunset"`)
  }
  const other = await app.inject('/v1/platforms')
  t.same([other.headers['deprecation'], other.headers['sunset']], [undefined, undefined])
})

test('the document says of the operation, and of no other, that it is deprecated', async (t) => {
  const app = await appWith(t, deprecated)
  const { paths } = app.swagger() as unknown as {
    paths: Record<string, Record<string, { deprecated?: boolean; description: string }>>
  }
  t.equal(paths['/v1/old']?.['get']?.deprecated, true)
  t.match(
    paths['/v1/old']?.['get']?.description,
    /Deprecated since 2027-01-01.*2028-01-01.*api-versions/,
  )
  const marked = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .filter((operation) => operation.deprecated === true)
  t.equal(marked.length, 1)
})

test('no server starts with an operation that would go within a year', async (t) => {
  for (const sunset of ['2027-12-31', '2026-01-01', 'soon']) {
    await t.rejects(appWith(t, { ...deprecated, sunset }), /GET \/v1\/old: sunset has to be a year/)
  }
})

async function appWith(t: { teardown(work: () => unknown): unknown }, config: Deprecation) {
  const { context } = await testContext(t)
  const app = await buildApp(context)
  t.teardown(() => app.close())
  await app.register(async (scope) => {
    scope.get(
      '/v1/old',
      {
        config: { permission: 'public', deprecated: config },
        schema: {
          operationId: 'old',
          summary: 'Old',
          description: 'An operation of a test.',
          tags: ['System'],
          querystring: { type: 'object', additionalProperties: false, properties: {} },
          response: { 200: { description: 'Done.', type: 'object', properties: {} } },
        },
      },
      async () => ({}),
    )
  })
  await app.ready()
  return app
}
