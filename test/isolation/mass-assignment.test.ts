import { t as file, test } from 'tap'
import { testApp } from '../support/app.ts'
import { fingerprint } from './fingerprint.ts'
import { everywhere } from './bench.ts'
import { operations, requestOf, type Operation } from '../api-document/operations.ts'
import { objectsIn, type Place } from './writable.ts'
import { buildWorld } from '../api-document/world.ts'

// Nobody sets what is not theirs to set by sending it along (reliability.md 4, tests 5; ASVS 15.3.3).

/** What somebody might hope to set; of each body those that it does not have. */
const hoped: Readonly<Record<string, unknown>> = {
  id: '01997c3e-7a10-7c00-8000-00000000ffff',
  organizationId: '01997c3e-7a10-7c00-8000-00000000ffff',
  organization_id: '01997c3e-7a10-7c00-8000-00000000ffff',
  orgId: '01997c3e-7a10-7c00-8000-00000000ffff',
  brandId: '01997c3e-7a10-7c00-8000-00000000ffff',
  userId: '01997c3e-7a10-7c00-8000-00000000ffff',
  ownerId: '01997c3e-7a10-7c00-8000-00000000ffff',
  createdBy: '01997c3e-7a10-7c00-8000-00000000ffff',
  role: 'OWNER',
  isAdmin: true,
  permissions: ['*'],
  scopes: ['*'],
  plan: 'BUSINESS',
  tier: 'BUSINESS',
  subscriptionTier: 'BUSINESS',
  status: 'PUBLISHED',
  state: 'published',
  personal: true,
  emailVerified: true,
  emailVerifiedAt: '2020-01-01T00:00:00Z',
  passwordHash: 'x',
  version: 1,
  createdAt: '2020-01-01T00:00:00Z',
  deletedAt: null,
}

const { app, database } = await testApp(file)
const world = await buildWorld(app, database)

/** A body with one more field in one of its objects. */
function withField(body: object, place: Place, name: string): object {
  const copy = structuredClone(body)
  let inside = copy as Record<string, unknown>
  for (const step of place.path) inside = inside[step] as Record<string, unknown>
  inside[name] = hoped[name]
  return copy
}

async function refusals(operation: Operation): Promise<{ tried: number; wrong: string[] }> {
  const request = requestOf(operation, everywhere(world.ids))
  const wrong: string[] = []
  let tried = 0
  for (const place of objectsIn(operation, request.payload ?? {})) {
    for (const name of Object.keys(hoped)) {
      if (place.known.includes(name)) continue
      const answer = await app.inject({
        method: request.method as 'POST',
        url: request.url,
        headers: operation.isPublic ? {} : world.people.OWNER.auth,
        payload: withField(request.payload ?? {}, place, name),
      })
      tried += 1
      const { code, details } = answer.json<{ error: { code: string; details: unknown } }>().error
      const at = place.path.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join('')
      const field = `${at}.${name}`.slice(1)
      if (code === 'VALIDATION_ERROR' && JSON.stringify(details).includes(`"${field}"`)) continue
      // Each post of many has an error of its own.
      if (code === 'BULK_REFUSED' && JSON.stringify(details).includes(`"${name}"`)) continue
      wrong.push(`${operation.id} ${field}: ${answer.statusCode} ${answer.body.slice(0, 200)}`)
    }
  }
  return { tried, wrong }
}

test('what no schema has is refused by its name in every body, and changes nothing', async (t) => {
  const before = await fingerprint(database, world.organizationId)
  let tried = 0
  for (const operation of operations.filter(({ body }) => body !== undefined)) {
    const found = await refusals(operation)
    t.ok(found.tried > 0, operation.id)
    t.same(found.wrong, [])
    tried += found.tried
  }
  t.ok(tried > 1_000, `${tried} fields tried`)
  t.equal(await fingerprint(database, world.organizationId), before)
})

test('control: a body without anything more changes something', async (t) => {
  const operation = operations.find(({ id }) => id === 'createBrand')
  if (operation === undefined) throw new Error('createBrand')
  const before = await fingerprint(database, world.organizationId)
  const request = requestOf(operation, everywhere(world.ids))
  const answer = await app.inject({
    method: 'POST',
    url: request.url,
    headers: world.people.OWNER.auth,
    payload: request.payload ?? {},
  })
  t.equal(answer.statusCode, 201)
  t.not(await fingerprint(database, world.organizationId), before)
})

test('a form and a table of posts take no more than they know either', async (t) => {
  const before = await fingerprint(database, world.organizationId)
  for (const name of ['role', 'status', 'createdBy', 'userId', 'id']) {
    const form = await app.inject({
      method: 'POST',
      url: '/v1/media/upload',
      headers: {
        ...world.people.OWNER.auth,
        'content-type': 'multipart/form-data; boundary=x',
      },
      payload: `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\nOWNER\r\n--x--\r\n`,
    })
    t.equal(form.statusCode, 422, name)
    t.match(form.body, name)
    const table = await app.inject({
      method: 'POST',
      url: `/v1/posts/import?dryRun=false&mode=each&brandId=${world.ids['brands']}`,
      headers: { ...world.people.OWNER.auth, 'content-type': 'text/csv' },
      payload: `content,${name}\nHello,x\n`,
    })
    t.equal(table.statusCode, 422, name)
    t.match(table.body, name)
  }
  t.equal(await fingerprint(database, world.organizationId), before)
})
