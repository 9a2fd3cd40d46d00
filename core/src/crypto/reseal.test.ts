import { randomUUID } from 'node:crypto'
import { test } from 'tap'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { buildSocialAccount, buildTenant } from '../../../test/support/factories.ts'
import { keyRing } from './key-ring.ts'
import { missingKeys, readKeyUsage, sumOf } from './key-usage.ts'
import { readOutdated, replaceSealed, reseal } from './reseal.ts'
import { decryptToken, encryptToken, type SealedPlace } from './sealed-box.ts'

const k1 = `k1:${'1'.repeat(64)}`
const k2 = `k2:${'2'.repeat(64)}`
const before = keyRing(k1)
const ring = keyRing(`${k2},${k1}`)
const column = { table: 'social_accounts', column: 'access_token' } as const

test('every sealed value of every tenant comes under the first key, and still opens in its place', async (t) => {
  const database = await testDatabase(t)
  const places = [...(await fill(database, 3)), ...(await fill(database, 3))]
  const [untouched] = await fill(database, 1, ring)

  t.same(await reseal(database.system, { ring }), { resealed: 24, unreadable: [], stopped: false })

  for (const place of places) {
    t.equal(decryptToken(keyRing(k2), await sealedAt(database, place), place), secretOf(place))
  }
  const usage = await readKeyUsage(database.system)
  t.equal(sumOf(usage), 28)
  t.ok(usage.every(({ keyId }) => keyId === 'k2'))
  t.ok(untouched && (await sealedAt(database, untouched)).startsWith('v1.k2.'))
  t.same(
    await reseal(database.system, { ring }),
    { resealed: 0, unreadable: [], stopped: false },
    'a second run finds nothing to do',
  )
})

test('more than a batch is done in batches; one that was stopped between them goes on', async (t) => {
  const database = await testDatabase(t)
  await fillAccounts(database, 450)
  const stop = new AbortController()
  const seen: number[] = []
  const first = await reseal(database.system, {
    ring,
    signal: stop.signal,
    onProgress(done) {
      seen.push(done)
      stop.abort()
    },
  })
  t.same(first, { resealed: 200, unreadable: [], stopped: true })
  t.same(seen, [200])
  t.equal(sumOf((await readKeyUsage(database.system)).filter(({ keyId }) => keyId === 'k1')), 250)
  t.match(await reseal(database.system, { ring }), { resealed: 250, stopped: false })
})

test('a dry run opens everything and changes nothing', async (t) => {
  const database = await testDatabase(t)
  const [place] = await fill(database, 2)
  const stored = place && (await sealedAt(database, place))
  t.match(await reseal(database.system, { ring, dryRun: true }), {
    resealed: 8,
    unreadable: { length: 0 },
  })
  t.equal(place && (await sealedAt(database, place)), stored)
})

test('a token that was renewed after it was read is not written over', async (t) => {
  const database = await testDatabase(t)
  const [place] = await fill(database, 1)
  if (place === undefined) throw new Error('No place.')
  const [read] = await readOutdated(database.system, ring, column)
  if (read === undefined) throw new Error('Nothing was read.')
  const renewed = encryptToken(before, 'renewed meanwhile', place)
  await database
    .system('social_accounts')
    .where({ id: place.rowId })
    .update({ access_token: renewed })

  const fresh = encryptToken(ring, 'the old token', place)
  t.equal(await replaceSealed(database.system, column, [{ ...read, fresh }]), 0)
  t.equal(await sealedAt(database, place), renewed)

  await reseal(database.system, { ring })
  t.equal(decryptToken(ring, await sealedAt(database, place), place), 'renewed meanwhile')
})

test('a row that somebody works on is not waited for, and one that was changed meanwhile is taken by the next pass', async (t) => {
  const database = await testDatabase(t)
  const [place] = await fill(database, 2)
  if (place === undefined) throw new Error('No place.')
  const busy = await database.system.transaction()
  await busy('social_accounts')
    .where({ id: place.rowId })
    .update({ access_token: encryptToken(before, 'renewed meanwhile', place) })
  const result = await reseal(database.system, { ring })
  t.equal(result.resealed, 6, 'two values of the locked row are left')
  await busy.commit()
  t.match(await reseal(database.system, { ring }), { resealed: 2 })
  t.equal(decryptToken(ring, await sealedAt(database, place), place), 'renewed meanwhile')
})

test('tokens that change all the time, and two rotations at once: no change is lost', async (t) => {
  const database = await testDatabase(t)
  const places = (await fillAccounts(database, 40)).filter(
    (place) => place.column === 'access_token',
  )
  const last = new Map<string, string>()
  let over = false
  const writer = (async () => {
    for (let round = 0; !over; round += 1) {
      const place = places[round % places.length]
      if (place === undefined) return
      const token = `token ${round}`
      // Every other one by a process that still has the old key in front.
      const sealed = encryptToken(round % 2 === 0 ? before : ring, token, place)
      await database
        .system('social_accounts')
        .where({ id: place.rowId })
        .update({ access_token: sealed })
      last.set(place.rowId, token)
    }
  })()
  for (let round = 0; round < 5; round += 1) {
    await Promise.all([reseal(database.system, { ring }), reseal(database.system, { ring })])
  }
  over = true
  await writer
  t.match(await reseal(database.system, { ring }), { unreadable: { length: 0 } })
  t.ok(last.size > 5, `${last.size} tokens changed`)
  for (const place of places) {
    const expected = last.get(place.rowId) ?? secretOf(place)
    t.equal(decryptToken(keyRing(k2), await sealedAt(database, place), place), expected)
  }
})

test('what its key does not open is left as it is and named; everything else goes on', async (t) => {
  const database = await testDatabase(t)
  const [place, , , , other] = await fill(database, 2)
  if (place === undefined || other === undefined) throw new Error('No places.')
  // Copied from another row.
  const foreign = await sealedAt(database, other)
  await database
    .system('social_accounts')
    .where({ id: place.rowId })
    .update({ access_token: foreign })
  await database
    .system('social_accounts')
    .where({ id: other.rowId })
    .update({ refresh_token: 'plain' })

  const { resealed, unreadable } = await reseal(database.system, { ring })

  t.equal(resealed, 6)
  t.same(
    new Set(unreadable.map(({ column: name, rowId }) => `${name} ${rowId}`)),
    new Set([`access_token ${place.rowId}`, `refresh_token ${other.rowId}`]),
  )
  t.equal(await sealedAt(database, place), foreign)
  const usage = await readKeyUsage(database.system)
  t.same(
    usage.filter(({ keyId }) => keyId === null).map(({ count }) => count),
    [1],
  )
})

test('another key under the same name opens nothing and changes nothing; a key that is gone is found beforehand', async (t) => {
  const database = await testDatabase(t)
  await fill(database, 1)
  const stored = await database.system('social_accounts')
  const wrong = keyRing(`${k2},k1:${'3'.repeat(64)}`)
  t.match(await reseal(database.system, { ring: wrong }), {
    resealed: 0,
    unreadable: { length: 4 },
  })
  t.same(await database.system('social_accounts'), stored)
  const missing = missingKeys(keyRing(k2), await readKeyUsage(database.system))
  t.same([...missing.keys()], ['k1'])
  t.equal(sumOf(missing.get('k1') ?? []), 4)
})

function secretOf({ column: name, rowId }: SealedPlace): string {
  return `secret ${name} of ${rowId}`
}

/** So many accounts and connections of a new tenant, with all that is sealed in them. */
async function fill(
  database: TestDatabase,
  count: number,
  sealing = before,
): Promise<SealedPlace[]> {
  const places: SealedPlace[] = []
  const { brand, user } = await buildTenant(database)
  const { organizationId } = brand
  for (let index = 0; index < count; index += 1) {
    const own = { rowId: randomUUID(), organizationId }
    const connection = { rowId: randomUUID(), organizationId }
    const account: SealedPlace[] = [
      { table: 'social_accounts', column: 'access_token', ...own },
      { table: 'social_accounts', column: 'refresh_token', ...own },
    ]
    const walk: SealedPlace[] = [
      { table: 'account_connections', column: 'code_verifier', ...connection },
      { table: 'account_connections', column: 'grant_secret', ...connection },
    ]
    const seal = (of: readonly SealedPlace[]): Record<string, string> =>
      Object.fromEntries(
        of.map((place) => [place.column, encryptToken(sealing, secretOf(place), place)]),
      )
    const { access_token: accessToken, refresh_token: refreshToken } = seal(account)
    await buildSocialAccount(database, {
      id: own.rowId,
      organizationId,
      brandId: brand.id,
      accessToken,
      refreshToken,
    })
    await database.system('account_connections').insert({
      id: connection.rowId,
      organization_id: organizationId,
      brand_id: brand.id,
      user_id: user.id,
      platform: 'TWITTER',
      state_hash: Buffer.from(connection.rowId),
      expires_at: new Date(),
      ...seal(walk),
    })
    places.push(...account, ...walk)
  }
  return places
}

/** Many accounts with an access token each, in one statement. */
async function fillAccounts(database: TestDatabase, count: number): Promise<SealedPlace[]> {
  const { brand } = await buildTenant(database)
  const { organizationId } = brand
  const places = Array.from({ length: count }, () => ({
    ...column,
    rowId: randomUUID(),
    organizationId,
  }))
  await database.system('social_accounts').insert(
    places.map((place) => ({
      id: place.rowId,
      organization_id: organizationId,
      brand_id: brand.id,
      platform: 'TWITTER',
      platform_user_id: place.rowId,
      username: 'ada',
      access_token: encryptToken(before, secretOf(place), place),
    })),
  )
  return places
}

async function sealedAt(database: TestDatabase, place: SealedPlace): Promise<string> {
  const row = await database
    .system(place.table)
    .where({ id: place.rowId, organization_id: place.organizationId })
    .first<Record<string, string>>(place.column)
  return row[place.column] ?? ''
}
