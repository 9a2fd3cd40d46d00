import { test } from 'tap'
import { testContext } from '../../../../test/support/app.ts'
import { buildConnectedAccount } from '../../../../test/support/connected-account.ts'
import { buildTenant } from '../../../../test/support/factories.ts'
import { fakeOAuthPlatform } from '../../../../test/support/fake-oauth.ts'
import type { FakeOAuthNetwork } from '../../../../test/support/fake-oauth-network.ts'
import type { Context } from '../../context.ts'
import { keyRing } from '../../crypto/key-ring.ts'
import { reseal } from '../../crypto/reseal.ts'
import { openToken } from './account-secrets.ts'
import type { SocialAccount } from './social-account.model.ts'
import { renewToken } from './token-refresh.ts'
import {
  reloadAccount,
  requireReconnection,
  storeRenewedGrant,
  takeTokenLease,
} from './token-store.ts'
import { refreshAfterRefusal } from './tokens.service.ts'

const grant = { accessToken: 'secret-new', refreshToken: 'secret-next', scopes: [] }

test('a grant that was renewed while its row was re-encrypted is stored: it is the only one that lives', async (t) => {
  const { context, account, rotate } = await prepared(t)
  const leased = (await takeTokenLease(context, account, 60)) ?? account
  await rotate()
  t.ok(await storeRenewedGrant(context, leased, grant, 0))
  t.match(await tokensOf(context, account), ['secret-new', 'secret-next'])
})

test('a re-encrypted token is no new token: whoever wants to renew it does', async (t) => {
  const { context, network, account, rotate } = await prepared(t)
  await rotate()
  const renewed = await renewToken(context, account, { waitMs: 0 })
  t.equal(network.count('token'), 1)
  t.equal(
    openToken(context.config, account, 'access_token', renewed.accessToken ?? ''),
    'secret-access-2',
  )
})

test('the refusal of a token that was re-encrypted meanwhile is taken as the refusal of this token', async (t) => {
  const { context, network, account, rotate } = await prepared(t)
  await rotate()
  t.equal((await refreshAfterRefusal(context, account)).accessToken, 'secret-access-2')
  t.equal(network.count('token'), 1)
})

test('a dead grant is marked although its row was re-encrypted meanwhile; a new one is not', async (t) => {
  const { context, account, rotate } = await prepared(t)
  await rotate()
  const renewed = await storeRenewedGrant(context, account, grant, 0)
  t.ok(renewed)
  t.equal(await requireReconnection(context, account, 'Dead.'), false, 'the token is another one')

  const { context: second, account: dead, rotate: rotateSecond } = await prepared(t)
  await rotateSecond()
  t.equal(await requireReconnection(second, dead, 'Dead.'), true)
  t.equal((await reloadAccount(second, dead))?.status, 'needs_reconnect')
})

async function prepared(t: { teardown(work: () => unknown): unknown }): Promise<{
  readonly context: Context
  readonly network: FakeOAuthNetwork
  readonly account: SocialAccount
  /** As `t21 keys rotate` does; the context's own process has both keys. */
  rotate(): Promise<unknown>
}> {
  const platform = await fakeOAuthPlatform(t)
  const old = `old:${'5'.repeat(64)}`
  const { context } = await testContext(t, { ...platform, variables: { ENCRYPTION_KEYS: old } })
  const { brand } = await buildTenant(context.database)
  const tokens = platform.network.issue([{ id: '1', username: 'ada' }])
  const account = await buildConnectedAccount(context, tokens, {
    organizationId: brand.organizationId,
    brandId: brand.id,
  })
  const encryptionKeys = `new:${'6'.repeat(64)},${old}`
  const both = { ...context, config: { ...context.config, encryptionKeys } }
  return {
    context: both,
    network: platform.network,
    account,
    rotate: () => reseal(context.database.system, { ring: keyRing(encryptionKeys) }),
  }
}

async function tokensOf(context: Context, account: SocialAccount): Promise<string[]> {
  const { accessToken, refreshToken } = (await reloadAccount(context, account)) ?? account
  return [
    openToken(context.config, account, 'access_token', accessToken ?? ''),
    openToken(context.config, account, 'refresh_token', refreshToken ?? ''),
  ]
}
