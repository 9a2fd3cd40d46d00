import { randomUUID } from 'node:crypto'
import { t as file, test } from 'tap'
import { registerUser, senderOf, testApp } from '../../test/support/app.ts'
import { buildApiKey } from '../../test/support/factories.ts'
import { apiKeyRoutes, apiKeyScopes } from './authz/api-key-routes.ts'
import { renderOpenApi } from './openapi.ts'

interface Operation {
  readonly operationId: string
  readonly description: string
  readonly tags: readonly string[]
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

const document = JSON.parse(await renderOpenApi()) as Document
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method, path, ...operation })),
)
const known = operations.filter(({ security }) => security.length > 0)

const { app, database } = await testApp(file)
const send = senderOf(app)
const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
const keyOf = (scopes: readonly string[]) =>
  buildApiKey(database, { organizationId: mine.organizationId, userId: mine.user.id, scopes })

test('the list and the document name the same operations, each with the same scope', (t) => {
  const documented = known.flatMap(({ operationId, security }) =>
    security.flatMap(({ apiKey }) => (apiKey === undefined ? [] : [[operationId, apiKey[0]]])),
  )
  t.same(Object.fromEntries(documented), apiKeyRoutes)
  for (const { operationId, description } of known) {
    const scope = apiKeyRoutes[operationId]
    if (scope !== undefined) t.match(description, `\`${scope}\``, operationId)
  }
  t.same(
    new Set(Object.values(apiKeyRoutes)),
    new Set(apiKeyScopes),
    'every scope is good for something',
  )
  t.end()
})

test('what only reads takes a scope to read, and what changes something one to write', (t) => {
  for (const { method, operationId } of known) {
    const scope = apiKeyRoutes[operationId]
    if (scope !== undefined) t.match(scope, method === 'get' ? /:read$/ : /:write$/, operationId)
  }
  t.end()
})

test('sessions, people, members, invitations and keys themselves are out of reach for keys', (t) => {
  const never = ['Authentication', 'Users', 'Notifications', 'Members', 'Invitations', 'API keys']
  for (const { operationId, path, tags } of operations) {
    if (tags.some((tag) => never.includes(tag)) || /\/(me|auth|billing)(\/|$)/.test(path)) {
      t.notOk(operationId in apiKeyRoutes, operationId)
    }
  }
  t.end()
})

test('a key with every scope but the right one is refused by every operation', async (t) => {
  for (const { method, path, operationId } of known) {
    const scope = apiKeyRoutes[operationId]
    if (scope === undefined) continue
    const { auth } = await keyOf(apiKeyScopes.filter((one) => one !== scope))
    const answer = await call(method, path, auth)
    t.match(
      answer,
      { statusCode: 403, error: { code: 'API_KEY_SCOPE_MISSING', details: { scope } } },
      operationId,
    )
  }
})

test('a key with the one scope gets past the guard of each of its operations', async (t) => {
  for (const { method, path, operationId } of known) {
    const scope = apiKeyRoutes[operationId]
    if (scope === undefined) continue
    const { auth } = await keyOf([scope])
    const { statusCode, error } = await call(method, path, auth)
    t.notMatch(String(error?.code), /API_KEY|UNAUTHORIZED|INTERNAL/, `${operationId} ${statusCode}`)
  }
})

test('a key with all scopes is refused by every operation that is not listed', async (t) => {
  const { auth } = await keyOf(apiKeyScopes)
  let refused = 0
  for (const { method, path, operationId } of known) {
    if (operationId in apiKeyRoutes) continue
    t.match(
      await call(method, path, auth),
      { statusCode: 403, error: { code: 'API_KEY_NOT_ALLOWED' } },
      operationId,
    )
    refused += 1
  }
  t.ok(refused > 20)
  t.equal((await send(mine, 'GET', '/users/me')).statusCode, 200, 'the session goes on')
  t.equal((await send(other, 'GET', '/users/me')).statusCode, 200)
})

function call(method: string, path: string, auth: { authorization: string }) {
  const url = path.replace('/v1', '').replaceAll(/\{\w+\}/g, () => randomUUID())
  return send({ auth }, method.toUpperCase() as 'GET', url)
}
