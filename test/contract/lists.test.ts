import tap, { test } from 'tap'
import { operations, requestOf } from '../api-document/operations.ts'
import { buildWorld } from '../api-document/world.ts'
import { postServer } from '../support/post-writer.ts'
import { statementsOf } from '../support/statements.ts'
import { growths } from './growth.ts'
import { listOperations, type ListOperation } from './list-operations.ts'

const { app, database } = await postServer(tap)
const [world, other] = [await buildWorld(app, database), await buildWorld(app, database)]
const { auth } = world.people.OWNER
const paged = listOperations.filter((list) => list.paged)

/** Lists whose length nothing that is stored decides. */
const fixed = [
  'listLinkedLogins',
  'listLoginProviders',
  'listPlans',
  'listPlatforms',
  'readNotificationPreferences',
  'previewQueue',
  'previewRecurrence',
] as const

interface Page {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- items of any list
  readonly data: any[]
  readonly cursor: string | null
  readonly code: string | undefined
}

test('no list of the document is forgotten here', async (t) => {
  t.same(
    listOperations.map(({ id }) => id).toSorted(),
    [...Object.keys(growths), ...fixed].toSorted(),
  )
  t.ok(paged.length >= 17)
})

test('every list takes as many statements for 20 rows as for 2', async (t) => {
  for (const list of listOperations) {
    const count = async (query: Readonly<Record<string, string>>) => {
      await get(list, query)
      const counts = [
        await statementsOf(t, () => get(list, query)),
        await statementsOf(t, () => get(list, query)),
      ]
      t.equal(counts[0]?.answer.status, 200, list.id)
      // Who asks is looked up anew after ten seconds.
      return Math.min(...counts.map(({ count: statements }) => statements))
    }
    if (!(list.id in growths)) {
      const [few, many] = [{ limit: '2' }, { limit: '20' }].map((query) =>
        list.id.startsWith('preview') ? query : {},
      )
      t.equal(await count(many ?? {}), await count(few ?? {}), list.id)
      continue
    }
    const query: Record<string, string> = list.paged ? { limit: '100' } : {}
    await more(list, 1)
    const few = (await get(list, query)).data.length
    const before = await count(query)
    await more(list, 20)
    t.ok((await get(list, query)).data.length >= few + 20, `${list.id} has grown`)
    t.equal(await count(query), before, `${list.id}: ${before} statements`)
  }
})

test('pages of every size give every row once, in the order of the whole, also while rows are added', async (t) => {
  for (const list of paged) {
    const whole = await walk(list, 100)
    t.ok(whole.length >= 22, `${list.id} has ${whole.length} rows`)
    t.equal(new Set(whole).size, whole.length)
    t.notOk(
      whole.some((key) => Object.values(other.ids).includes(key)),
      'nothing of others',
    )
    for (const limit of [Math.ceil(whole.length / 40), 7, Math.min(100, whole.length)]) {
      t.same(await walk(list, limit), whole, `${list.id} by ${limit}`)
    }
    const grown = await walk(list, 9, () => more(list, 2))
    t.equal(new Set(grown).size, grown.length, `${list.id}: none twice`)
    t.same(
      grown.filter((key) => whole.includes(key)),
      whole,
      `${list.id}: none missed`,
    )
  }
})

test('a limit that is none is refused, and so is a cursor of another list or of other filters', async (t) => {
  const cursors = await Promise.all(
    paged.map(async (list) => (await get(list, { limit: '1' })).cursor ?? ''),
  )
  for (const [index, list] of paged.entries()) {
    for (const limit of ['101', '0', '-1', '1.5', 'all']) {
      t.match(await get(list, { limit }), { status: 422, code: 'VALIDATION_ERROR' }, list.id)
    }
    const cursor = cursors[index] ?? ''
    t.equal((await get(list, { cursor })).status, 200, list.id)
    const strange = cursors.filter((each) => each !== cursor)
    t.equal(strange.length, paged.length - 1)
    for (const wrong of [...strange, `${cursor}x`, `x${cursor}`, 'x', '.']) {
      t.match(await get(list, { cursor: wrong }), { status: 422, code: 'INVALID_CURSOR' }, list.id)
    }
    for (const filter of list.filters) {
      const narrowed = { cursor, [filter.name]: await valueOf(filter) }
      const message = `${list.id} ${filter.name}`
      t.match(await get(list, narrowed), { status: 422, code: 'INVALID_CURSOR' }, message)
    }
  }
})

async function more({ id }: ListOperation, many: number): Promise<void> {
  await growths[id]?.(database, world, many)
  // Whom an organization belongs to is believed for ten seconds.
  await app.authenticator.forgetUser(world.people.OWNER.user.id)
}

/** Reads a list of the world page by page, and does something after the first. */
async function walk(
  list: ListOperation,
  limit: number,
  meanwhile?: () => unknown,
): Promise<string[]> {
  const keys: string[] = []
  let cursor: string | null = null
  do {
    const page: Page = await get(list, { limit: String(limit), ...(cursor !== null && { cursor }) })
    if (cursor === null) await meanwhile?.()
    keys.push(...page.data.map(keyOf))
    if (keys.length > 1_000) throw new Error(`${list.id} never ends.`)
    cursor = page.cursor
  } while (cursor !== null)
  return keys
}

async function get({ id }: ListOperation, query: Readonly<Record<string, string>>): Promise<Page> {
  const operation = operations.find((each) => each.id === id)
  if (operation === undefined) throw new Error(`There is no ${id}.`)
  const ofWorld = { organizationId: world.organizationId, brandId: world.ids['brandId'] ?? '' }
  const { method, url } = requestOf(operation, {
    path: world.ids,
    query: id === 'listSocialAccounts' ? {} : { organizationId: ofWorld.organizationId },
    body: {},
  })
  const [path, given] = url.split('?')
  const search = new URLSearchParams({
    ...Object.fromEntries(new URLSearchParams(given)),
    ...query,
  })
  const answer = await app.inject({
    method: method as 'GET',
    url: `${path}?${search.toString()}`,
    headers: auth,
  })
  const { data = [], meta, error } = answer.json()
  return { status: answer.statusCode, data, cursor: meta?.nextCursor ?? null, code: error?.code }
}

/** What tells the items of a list apart. */
function keyOf(item: { id?: string; userId?: string; line?: number }): string {
  return String(item.line ?? (item.id === undefined ? item.userId : item.id))
}

/** Something to filter by that is not what the list was asked for before. */
async function valueOf({ name, schema }: ListOperation['filters'][number]): Promise<string> {
  if (name === 'organizationId') {
    const [mine] = await database
      .system('organizations')
      .where('owner_id', world.people.OWNER.user.id)
      .whereNot('id', world.organizationId)
      .pluck<string[]>('id')
    return mine ?? ''
  }
  if (schema.enum?.[0] !== undefined) return schema.enum[0]
  if (schema.type === 'boolean') return 'true'
  if (schema.format === 'date-time') return '2026-01-01T00:00:00Z'
  if (schema.format === 'uuid') return world.ids[name] ?? world.organizationId
  return name === 'platform' ? 'TWITTER' : 'post'
}
