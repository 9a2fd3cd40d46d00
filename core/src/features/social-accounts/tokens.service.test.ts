import { isConnectorFailure, type ConnectorFailure } from '@t21/plugin-kit'
import { test } from 'tap'
import { testContext } from '../../../../test/support/app.ts'
import { buildConnectedAccount } from '../../../../test/support/connected-account.ts'
import { buildTenant } from '../../../../test/support/factories.ts'
import { fakeOAuthConnector, fakeOAuthPlatform } from '../../../../test/support/fake-oauth.ts'
import type { FakeOAuthNetwork } from '../../../../test/support/fake-oauth-network.ts'
import type { Context } from '../../context.ts'
import { openToken } from './account-secrets.ts'
import type { SocialAccount } from './social-account.model.ts'
import { renewToken } from './token-refresh.ts'
import {
  reloadAccount,
  requireReconnection,
  storeRenewedGrant,
  takeTokenLease,
} from './token-store.ts'
import { refreshAfterRefusal, refreshExpiringTokens, usableToken } from './tokens.service.ts'

const someone = { id: '1', username: 'ada' }
const minutes = (count: number): Date => new Date(Date.now() + count * 60_000)

test('a token that lives is used as it is, and none is stored in clear text', async (t) => {
  const { context, network, account } = await prepared(t, { tokenExpiresAt: minutes(6) })
  const { accessToken, scopes } = await usableToken(context, account)
  t.equal(accessToken, 'secret-access-1')
  t.same(scopes, ['read', 'write'])
  t.equal(network.count('token'), 0)
  const rows = await context.database.system('social_accounts')
  t.notMatch(JSON.stringify(rows), /secret/)
})

test('a token that ends within 5 minutes is renewed first, and stored before it is used', async (t) => {
  const { context, network, account } = await prepared(t, { tokenExpiresAt: minutes(4) })
  const { accessToken } = await usableToken(context, account)
  t.equal(accessToken, 'secret-access-3')
  const stored = await tokensOf(context, account)
  t.match(stored, { accessToken: 'secret-access-3', refreshToken: 'secret-refresh-3' })
  const life = (stored.account.tokenExpiresAt?.getTime() ?? 0) - Date.now()
  t.ok(life > 7_100_000 && life <= 7_201_000, 'two hours, by the database’s clock')
  t.equal(stored.account.tokenLeaseUntil, null)
  t.equal(network.count('token'), 1)
})

test('20 callers at once cause one renewal, and all get the new token', async (t) => {
  const { context, network, account } = await prepared(t, { tokenExpiresAt: minutes(1) })
  network.fault('token', { delayMs: 200 })
  const tokens = await Promise.all(Array.from({ length: 20 }, () => usableToken(context, account)))
  t.equal(network.count('token'), 1)
  t.same(new Set(tokens.map(({ accessToken }) => accessToken)), new Set(['secret-access-3']))
})

test('control: 20 callers that each renew by themselves kill a rotating grant', async (t) => {
  const { context, network } = await prepared(t, { tokenExpiresAt: minutes(1) })
  const plugin = context.plugins.ready('FAKE')
  const renewals = await Promise.allSettled(
    Array.from({ length: 20 }, async () =>
      plugin?.connector.oauth.refresh?.(
        {
          settings: plugin.settings,
          http: context.connectorHttp.forCall({ connector: plugin.connector }),
        },
        { accessToken: 'secret-access-1', refreshToken: 'secret-refresh-1' },
      ),
    ),
  )
  t.equal(network.count('token'), 20)
  t.equal(renewals.filter(({ status }) => status === 'rejected').length, 19)
})

test('an empty refresh token never overwrites a good one', async (t) => {
  const { context, network, account } = await prepared(t, { tokenExpiresAt: minutes(1) })
  network.rotates = false
  await usableToken(context, account)
  t.match(await tokensOf(context, account), {
    accessToken: 'secret-access-3',
    refreshToken: 'secret-refresh-1',
  })
})

test('a network that does not tell how long leaves the end unknown, not far away', async (t) => {
  const { context, network, account } = await prepared(t, { tokenExpiresAt: minutes(1) })
  network.tokenSeconds = undefined
  await usableToken(context, account)
  t.equal((await tokensOf(context, account)).account.tokenExpiresAt, null)
})

test('only the network’s own word makes an account need its owner, who is told once', async (t) => {
  const { context, network, account, other } = await prepared(t, { tokenExpiresAt: minutes(1) })
  network.kill('secret-refresh-1')

  const failures = await Promise.all(
    Array.from({ length: 5 }, () => failureOf(usableToken(context, account))),
  )

  t.ok(failures.every(({ kind }) => kind === 'reauth'))
  t.equal(network.count('token'), 1, 'it is not asked again')
  const { account: stored } = await tokensOf(context, account)
  t.match(stored, { status: 'needs_reconnect', statusReason: 'The network answered 400.' })
  const notices = await context.database.system('notifications')
  t.equal(notices.length, 1)
  t.match(notices[0], {
    organization_id: account.organizationId,
    type: 'ACCOUNT_NEEDS_RECONNECT',
    subject_id: account.id,
  })
  t.equal((await reloadAccount(context, other))?.status, 'active', 'the neighbour’s account stays')
})

test('a passing fault leaves the account alone: a token that still lives is used', async (t) => {
  const { context, network, account } = await prepared(t, { tokenExpiresAt: minutes(4) })
  network.fault('token', { status: 503 })
  t.equal((await usableToken(context, account)).accessToken, 'secret-access-1')
  const { account: stored } = await tokensOf(context, account)
  t.match(stored, { status: 'active', tokenLeaseUntil: null })
  t.equal((await context.database.system('notifications')).length, 0)
  t.equal((await usableToken(context, account)).accessToken, 'secret-access-3', 'and then renewed')
})

test('a passing fault with a token that has ended is passed on as such', async (t) => {
  const { context, network, account } = await prepared(t, { tokenExpiresAt: minutes(-1) })
  for (const fault of [{ status: 503 }, { status: 200, json: 'garbage' }, { status: 401 }]) {
    network.fault('token', fault)
    const outcome = await failureOf(usableToken(context, account)).catch(() => undefined)
    t.not(outcome?.kind, 'reauth', JSON.stringify(fault))
    t.equal((await reloadAccount(context, account))?.status, 'active')
  }
})

test('a connector that throws what it should not leaves the account alone', async (t) => {
  const connector = fakeOAuthConnector()
  const broken = {
    ...connector,
    oauth: { ...connector.oauth, refresh: () => Promise.reject(new TypeError('a bug')) },
  }
  const { context, account } = await prepared(t, { tokenExpiresAt: minutes(-1) }, broken)
  t.equal((await failureOf(usableToken(context, account))).kind, 'transient')
  t.match(await reloadAccount(context, account), { status: 'active', tokenLeaseUntil: null })
})

test('a refused token is renewed once; refused again while it is fresh, it is believed', async (t) => {
  const { context, network, account } = await prepared(t, { tokenExpiresAt: minutes(60) })

  t.equal((await refreshAfterRefusal(context, account)).accessToken, 'secret-access-3')
  t.equal(
    (await refreshAfterRefusal(context, account)).accessToken,
    'secret-access-3',
    'a caller with the old row gets the new token without a second renewal',
  )
  t.equal(network.count('token'), 1)

  const fresh = await reloadAccount(context, account)
  t.equal((await failureOf(refreshAfterRefusal(context, fresh ?? account))).kind, 'reauth')
  t.equal(network.count('token'), 1)
  t.equal((await reloadAccount(context, account))?.status, 'needs_reconnect')
})

test('a refused token that cannot be renewed is believed at once', async (t) => {
  const { context, account } = await prepared(t, { refreshToken: null })
  t.equal((await failureOf(refreshAfterRefusal(context, account))).kind, 'reauth')
  const marked = await reloadAccount(context, account)
  t.equal(marked?.status, 'needs_reconnect')
  t.equal((await failureOf(usableToken(context, marked ?? account))).kind, 'reauth')
})

test('a lease of a process that died is waited for, and taken over when it ends', async (t) => {
  const { context, network, account } = await prepared(t, {
    tokenExpiresAt: minutes(-1),
    tokenLeaseUntil: new Date(Date.now() + 3_000),
  })
  t.equal((await failureOf(renewToken(context, account, { waitMs: 200 }))).kind, 'transient')
  t.equal(network.count('token'), 0)
  await renewToken(context, account, { waitMs: 10_000 })
  t.equal(network.count('token'), 1)
})

test('a process that was paused in a renewal still stores the only tokens that live', async (t) => {
  const { context, account } = await prepared(t, { tokenExpiresAt: minutes(-1) })
  const paused = await takeTokenLease(context, account, 0)
  const second = await takeTokenLease(context, account, 60)
  t.ok(paused && second && second.tokenFence > paused.tokenFence)
  // The second one has heard that the refresh token is used up: by the first one's request.
  t.ok(await requireReconnection(context, second ?? account, 'The network answered 400.'))

  const grant = { accessToken: 'secret-late', refreshToken: 'secret-late-too', scopes: [] }
  await storeRenewedGrant(context, paused ?? account, grant, 0)

  const stored = await tokensOf(context, account)
  t.match(stored, { accessToken: 'secret-late', refreshToken: 'secret-late-too' })
  t.match(stored.account, { status: 'active', scopes: ['read', 'write'] })
})

test('tokens that come late never overwrite newer ones, and late bad news marks nothing', async (t) => {
  const { context, account } = await prepared(t, { tokenExpiresAt: minutes(-1) })
  const paused = await takeTokenLease(context, account, 0)
  const { accessToken } = await usableToken(context, account)

  const late = { accessToken: 'secret-late', scopes: [] }
  t.equal(await storeRenewedGrant(context, paused ?? account, late, 0), undefined)
  t.equal(await requireReconnection(context, paused ?? account, 'Late.'), false)

  t.match(await tokensOf(context, account), { accessToken, account: { status: 'active' } })
})

test('a key that is gone is a fault of the set-up, not of the account', async (t) => {
  const { context, account } = await prepared(t, { tokenExpiresAt: minutes(1) })
  const rotated = {
    ...context,
    config: { ...context.config, encryptionKeys: `new:${'4'.repeat(64)}` },
  }
  const failure = await failureOf(usableToken(rotated, account))
  t.match(failure, { kind: 'app_config', details: { remedy: /ENCRYPTION_KEYS/ } })
  t.equal((await reloadAccount(context, account))?.status, 'active')
  t.equal((await usableToken(context, account)).accessToken, 'secret-access-3', 'nothing is lost')
})

test('the sweep renews what ends within 30 minutes, whoever is in trouble beside it', async (t) => {
  const { context, network, account, other } = await prepared(t, { tokenExpiresAt: minutes(20) })
  const dead = await another(context, network, account, { tokenExpiresAt: minutes(20) })
  network.kill('secret-refresh-3')
  const later = await another(context, network, account, { tokenExpiresAt: minutes(40) })

  t.same(await refreshExpiringTokens(context), { renewed: 2, lost: 1, failed: 0 })

  t.match(await tokensOf(context, account), { accessToken: /secret-access-[56]/ })
  t.match(await tokensOf(context, other), { accessToken: /secret-access-[56]/ })
  t.match(await tokensOf(context, later), { accessToken: 'secret-access-4' })
  t.equal((await reloadAccount(context, dead))?.status, 'needs_reconnect')
  t.same(await refreshExpiringTokens(context), { renewed: 0, lost: 0, failed: 0 })
})

interface Prepared {
  readonly context: Context
  readonly network: FakeOAuthNetwork
  readonly account: SocialAccount
  /** Of another tenant, with the same fields. */
  readonly other: SocialAccount
}

test('a renewed grant that is oddly described is stored all the same: its tokens are the only ones that live', async (t) => {
  const connector = fakeOAuthConnector()
  for (const odd of [
    { expiresInSeconds: Number.NaN },
    { expiresInSeconds: 1e300 },
    { scopes: undefined },
  ]) {
    const refresh = async () => ({
      accessToken: 'secret-new',
      refreshToken: 'secret-next',
      scopes: [],
      ...odd,
    })
    const rotating = { ...connector, oauth: { ...connector.oauth, refresh } } as typeof connector
    const { context, account } = await prepared(t, { tokenExpiresAt: minutes(-1) }, rotating)
    t.equal((await usableToken(context, account)).accessToken, 'secret-new')
    t.match(await tokensOf(context, account), { refreshToken: 'secret-next' })
  }
})

test('a renewal that answers no token at all is a passing fault', async (t) => {
  const connector = fakeOAuthConnector()
  for (const answer of [undefined, {}, { accessToken: 7, scopes: [] }]) {
    const oauth = { ...connector.oauth, refresh: async () => answer }
    const broken = { ...connector, oauth } as unknown as typeof connector
    const { context, account } = await prepared(t, { tokenExpiresAt: minutes(-1) }, broken)
    t.equal((await failureOf(usableToken(context, account))).kind, 'transient')
    t.match(await reloadAccount(context, account), { status: 'active', tokenLeaseUntil: null })
  }
})

async function prepared(
  t: { teardown(work: () => unknown): unknown },
  fields: Readonly<Record<string, unknown>>,
  connector = fakeOAuthConnector(),
): Promise<Prepared> {
  const platform = await fakeOAuthPlatform(t, connector)
  const { context } = await testContext(t, platform)
  const make = async (): Promise<SocialAccount> => {
    const { brand } = await buildTenant(context.database)
    const { organizationId, id: brandId } = brand
    const { refreshToken, ...rest } = fields
    const tokens = platform.network.issue([someone])
    return buildConnectedAccount(
      context,
      refreshToken === null ? { accessToken: tokens.accessToken } : tokens,
      { ...rest, organizationId, brandId },
    )
  }
  return { context, network: platform.network, account: await make(), other: await make() }
}

async function another(
  context: Context,
  network: FakeOAuthNetwork,
  { organizationId, brandId }: SocialAccount,
  fields: Readonly<Record<string, unknown>>,
): Promise<SocialAccount> {
  return buildConnectedAccount(context, network.issue([someone]), {
    ...fields,
    organizationId,
    brandId,
  })
}

async function tokensOf(
  context: Context,
  { id, organizationId }: SocialAccount,
): Promise<{ account: SocialAccount; accessToken: string; refreshToken: string }> {
  const account = await reloadAccount(context, { id, organizationId })
  if (!account?.accessToken || account.refreshToken === null) throw new Error('No tokens.')
  return {
    account,
    accessToken: openToken(context.config, account, 'access_token', account.accessToken),
    refreshToken: openToken(context.config, account, 'refresh_token', account.refreshToken),
  }
}

async function failureOf(outcome: Promise<unknown>): Promise<ConnectorFailure> {
  try {
    await outcome
  } catch (error) {
    if (isConnectorFailure(error)) return error
    throw error
  }
  throw new Error('It should have failed.')
}
