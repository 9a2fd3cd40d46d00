import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Validator } from '@seriousme/openapi-schema-validator'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readFile } from 'node:fs/promises'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { test } from 'tap'
import { testContext } from '../../test/support/app.ts'
import { buildApp } from './app.ts'
import { catalogue } from './errors.ts'
import { eventTypes } from './features/webhooks-out/event-types.ts'
import { tags } from './http/openapi.document.ts'
import { renderOpenApi } from './openapi.ts'

interface Operation {
  readonly operationId: string
  readonly summary?: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly security: readonly object[]
  readonly parameters?: readonly { readonly $ref?: string; readonly name?: string }[]
  readonly requestBody?: {
    readonly content: Record<
      string,
      { example?: unknown; examples?: unknown; schema: { examples?: unknown; $ref?: string } }
    >
  }
  readonly responses: Record<string, { readonly $ref?: string; readonly description?: string }>
}

interface Document {
  readonly openapi: string
  readonly paths: Record<string, Record<string, Operation>>
  readonly webhooks: Record<string, { readonly post: Operation }>
  readonly components: {
    readonly responses: Record<string, { content: { 'application/json': { examples: object } } }>
    readonly examples: Record<string, { value: { error: { code: string } } }>
    readonly schemas: Record<string, { examples?: unknown }>
  }
}

const text = await renderOpenApi()
const document = JSON.parse(text) as Document
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
)

test('the document that is checked in is the one that the routes make', async (t) => {
  const checkedIn = await readFile(new URL('../openapi.json', import.meta.url), 'utf8')
  t.ok(
    checkedIn === text,
    'core/openapi.json is out of date: run `node scripts/generate-docs.ts` and look at the difference',
  )
  t.equal(await renderOpenApi(), text, 'rendering twice gives the same bytes')
})

test('every route is in the document, and the document has no other', async (t) => {
  const routes: RouteOptions[] = []
  const watch = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', (route) => void routes.push(route))
  }
  subscribe('fastify.initialization', watch)
  const { context } = await testContext(t)
  const app = await buildApp(context)
  unsubscribe('fastify.initialization', watch)
  t.teardown(() => app.close())
  await app.ready()

  const served = routes.flatMap((route) =>
    [route.method].flat().map((method) => ({ method, route })),
  )
  const page = ({ route }: { route: RouteOptions }): boolean => /^\/docs(\/|$)/.test(route.url)
  const documented = served.filter((each) => each.method !== 'HEAD' && !page(each))
  t.ok(documented.length > 20)
  t.same(
    documented
      .map(({ method, route }) => `${method} ${route.url.replaceAll(/:(\w+)/g, '{$1}')}`)
      .sort(),
    operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort(),
  )
  t.same(
    served.filter(
      (each) => page(each) && each.route.schema?.hide !== true && each.method === 'POST',
    ),
    [],
    'the reference page only reads',
  )
  for (const { method, route } of documented) {
    const url = route.url.replaceAll(/:(\w+)/g, '{$1}')
    const { permission } = route.config ?? {}
    const operation = document.paths[url]?.[method.toLowerCase()]
    t.same(
      operation?.security?.[0],
      permission === 'public' ? undefined : { bearer: [] },
      `${method} ${url}`,
    )
    const keyed =
      operation?.parameters?.some(({ $ref }) => $ref?.endsWith('/IdempotencyKey')) ?? false
    t.equal(
      keyed,
      method === 'POST' && permission !== 'public' && route.config?.idempotent !== false,
      `${method} ${url}: Idempotency-Key`,
    )
  }
})

test('every operation can be understood, and called by a generated client', async (t) => {
  const ids = operations.map(({ operation }) => operation.operationId)
  t.equal(new Set(ids).size, ids.length, 'operation ids are unique')
  for (const { method, path, operation } of operations) {
    const name = `${method} ${path}`
    t.match(operation.operationId, /^[a-z][a-zA-Z0-9]+$/, name)
    t.ok((operation.summary?.length ?? 0) > 3, `${name} has a summary`)
    t.ok((operation.description?.length ?? 0) > 10, `${name} has a description`)
    t.equal(operation.tags.length, 1, `${name} has one tag`)
    for (const [type, media] of Object.entries(operation.requestBody?.content ?? {})) {
      if (type !== 'application/json') continue
      const referred = document.components.schemas[media.schema.$ref?.split('/').at(-1) ?? '']
      const example = media.example ?? media.examples ?? media.schema.examples ?? referred?.examples
      t.ok(example !== undefined, `${name} has an example of its body`)
    }
    for (const [status, answer] of Object.entries(operation.responses)) {
      t.not(answer.description, 'Default Response', `${name} ${status} is described`)
    }
  }
  t.same(
    tags.map(({ name }) => name).toSorted(),
    [...new Set(operations.flatMap(({ operation }) => operation.tags))].toSorted(),
    'every tag is described, and used',
  )
})

test('every error answer shows each of its codes, and only codes of the catalogue', async (t) => {
  for (const { path, operation } of operations) {
    const errors = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400)
    t.ok(errors.length > 0, path)
    for (const [status, { $ref }] of errors) {
      if ($ref === undefined) continue
      const codes = $ref.split('/').at(-1)?.split('-') ?? []
      const shared = document.components.responses[codes.join('-')]
      t.same(Object.keys(shared?.content['application/json'].examples ?? {}), codes)
      for (const code of codes) {
        t.equal(document.components.examples[code]?.value.error.code, code)
        t.equal(String(catalogue[code as keyof typeof catalogue].status), status, `${path} ${code}`)
      }
    }
  }
})

test('every event type is among the webhooks, and every webhook is one that can come', (t) => {
  t.same(Object.keys(document.webhooks), Object.keys(eventTypes))
  const ids = operations.map(({ operation }) => operation.operationId)
  for (const [type, { post }] of Object.entries(document.webhooks)) {
    const { data, description } = eventTypes[type as keyof typeof eventTypes]
    t.notOk(ids.includes(post.operationId), `${type}: ${post.operationId} is unique`)
    ids.push(post.operationId)
    t.equal(post.summary, description)
    const schema = post.requestBody?.content['application/json']?.schema as {
      properties: { type: object; data: { properties: object } }
    }
    t.match(schema.properties.type, { const: type })
    t.same(Object.keys(schema.properties.data.properties), Object.keys(data.properties), type)
  }
  t.end()
})

test('it is valid OpenAPI 3.1 for two validators that know nothing of each other', async (t) => {
  t.match(document.openapi, /^3\.1\./)
  const verdict = await new Validator().validate(JSON.parse(text) as Record<string, unknown>)
  t.ok(verdict.valid, JSON.stringify(verdict.errors))

  const config = await createConfig({
    extends: ['recommended'],
    rules: {
      // Health and the document itself take nothing, ask nobody and refuse nobody: no 4xx can come.
      'operation-4xx-response': 'off',
      // The hops of a browser that logs in with a provider only ever lead on.
      'operation-2xx-response': 'off',
      // `/media/files/{id}` and `/media/{id}/signed-url`: an id is a UUID, and never the word "files".
      'no-ambiguous-paths': 'off',
    },
  })
  const problems = await lintFromString({ source: text, absoluteRef: '/openapi.json', config })
  t.same(
    problems.map(
      ({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`,
    ),
    [],
  )
  const broken = await lintFromString({
    source: text.replace('"operationId": "getHealth"', '"operationId": "getLiveness"'),
    absoluteRef: '/openapi.json',
    config,
  })
  t.ok(broken.length > 0, 'a mistake is found')
})
