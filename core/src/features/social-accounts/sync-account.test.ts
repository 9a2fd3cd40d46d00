import {
  failures,
  type AccountState,
  type ConnectorCall,
  type WebhookCallback,
} from '@t21/plugin-kit'
import { test, type Test } from 'tap'
import { buildTenant } from '../../../../test/support/factories.ts'
import { connectedAccount, publishingContext } from '../../../../test/support/publishing.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import type { Context } from '../../context.ts'
import { sealGrant } from './account-secrets.ts'
import { SocialAccount } from './social-account.model.ts'
import { syncAccount } from './sync-account.ts'
import { syncAccounts } from './sync-sweep.ts'

const state: AccountState = {
  username: 'renamed',
  facts: { maxSeconds: 300 },
  limits: [{ name: 'posts', used: 3, total: 50, windowSeconds: 86_400 }],
}

test('reading an account replaces what is known of it, and of no other', async (t) => {
  const { context, account, other } = await start(t, async () => state)

  t.equal(await syncAccount(context, account), 'synced')

  t.match(await reload(context, account), {
    username: 'renamed',
    displayName: account.displayName ?? '',
    facts: { maxSeconds: 300 },
    limits: state.limits,
  })
  t.equal((await reload(context, other)).username, other.username)
})

test('only the network’s own word for a dead grant asks for a reconnection', async (t) => {
  for (const [failure, status, outcome] of [
    [failures.transient({ message: 'Not now.' }), 'active', 'failed'],
    [failures.permission({ message: 'A scope is missing.' }), 'active', 'failed'],
    [new Error('a bug'), 'active', 'failed'],
    [failures.reauth({ message: 'Dead.' }), 'needs_reconnect', 'lost'],
  ] as const) {
    const { context, account } = await start(t, async () => {
      throw failure
    })
    t.equal(await syncAccount(context, account), outcome, failure.message)
    t.match(await reload(context, account), { status, facts: account.facts })
  }
})

test('a token that cannot be renewed at the moment is not taken for a lost account', async (t) => {
  const { context, account } = await start(
    t,
    async () => {
      throw failures.reauth({ message: 'Dead.' })
    },
    undefined,
    async () => {
      throw failures.transient({ message: 'Not now.' })
    },
  )
  t.equal(await syncAccount(context, account), 'failed', 'so that a webhook about it comes again')
  t.match(await reload(context, account), { status: 'active' })
})

test('an account that its network locked is left alone for an hour', async (t) => {
  const { context, account } = await start(t, async () => {
    throw failures.accountRestricted({ message: 'Locked.' })
  })
  await syncAccount(context, account)
  const { pausedUntil, pausedBecause, status } = await reload(context, account)
  t.equal(status, 'active')
  t.equal(pausedBecause, 'account_restricted')
  t.ok((pausedUntil?.getTime() ?? 0) > Date.now() + 3_000_000)
})

test('each account is read once a day, a new one at once, by one process', async (t) => {
  let reads = 0
  const { context } = await start(t, async () => {
    reads += 1
    return state
  })

  const [first, second] = await Promise.all([syncAccounts(context), syncAccounts(context)])

  t.equal(first.synced + second.synced, 2)
  t.equal(reads, 2)
  t.match(await syncAccounts(context), { synced: 0 })
  await context.database
    .system('social_accounts')
    .update({ last_sync_at: new Date(Date.now() - 25 * 3_600_000) })
  t.match(await syncAccounts(context), { synced: 2 })
})

test('with the account its webhooks are asked for, and a network that refuses them keeps nothing else', async (t) => {
  const asked: string[] = []
  const subscribe = async (call: ConnectorCall<unknown>, { url }: WebhookCallback) => {
    asked.push(`${call.account.platformUserId} ${url}`)
    if (asked.length === 1) throw failures.permission({ message: 'Not for this account.' })
  }
  const { context, account, other } = await start(t, async () => state, { subscribe })

  t.match(await syncAccounts(context), { synced: 2, failed: 0 })

  const url = `http://${context.config.host}:${context.config.port}/v1/webhooks/twitter`
  t.same(
    asked.toSorted(),
    [`${account.platformUserId} ${url}`, `${other.platformUserId} ${url}`].toSorted(),
  )
  t.match(await syncAccounts(context), { synced: 0 })
  t.equal(asked.length, 2, 'not again before tomorrow')
})

test('one that could not be read is tried again an hour later', async (t) => {
  const { context, account } = await start(t, async () => {
    throw failures.transient({ message: 'Not now.' })
  })
  t.match(await syncAccounts(context), { failed: 2 })
  t.match(await syncAccounts(context), { failed: 0 })
  const { lastSyncAt } = await reload(context, account)
  const ago = Date.now() - (lastSyncAt?.getTime() ?? 0)
  t.ok(Math.abs(ago - 23 * 3_600_000) < 60_000, 'a day since then is an hour from now')
})

async function start(
  t: Test,
  account: () => Promise<AccountState>,
  webhook?: Readonly<Record<string, unknown>>,
  refresh?: () => Promise<never>,
) {
  const oauth = { scopes: [], refresh }
  const network = await fakeNetwork(
    t,
    {},
    { account, ...(webhook && { webhook }), ...(refresh && { oauth }) },
  )
  const context = await publishingContext(t, network)
  const made = []
  for (let count = 0; count < 2; count += 1) {
    const { organization, brand } = await buildTenant(context.database)
    const scope = { organizationId: organization.id, brandId: brand.id }
    const id = await connectedAccount(context, scope)
    if (refresh !== undefined) {
      const tokens = { accessToken: 'fake-token', refreshToken: 'fake-refresh' }
      const owner = { id, organizationId: organization.id }
      const sealed = sealGrant(context.config, owner, tokens)
      await context.database.system('social_accounts').where({ id }).update(sealed)
    }
    made.push(await SocialAccount.query(context.database.system).findById(id).throwIfNotFound())
  }
  const [first, other] = made
  if (first === undefined || other === undefined) throw new Error('Two accounts were wanted.')
  return { context, account: first, other }
}

async function reload(context: Context, { id }: SocialAccount): Promise<SocialAccount> {
  return SocialAccount.query(context.database.system).findById(id).throwIfNotFound()
}
