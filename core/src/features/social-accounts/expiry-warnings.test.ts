import { test, type Test } from 'tap'
import { buildTenant } from '../../../../test/support/factories.ts'
import { connectedAccount, publishingContext } from '../../../../test/support/publishing.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import type { PluginRegistry } from '../../plugins/registry.ts'
import { warnOfEndingConnections } from './expiry-warnings.ts'

const day = 86_400_000

test('people hear once, a week ahead, of a connection that nobody can renew', async (t) => {
  const { context, account, owner } = await start(t, { refresh: undefined })
  await account({ token_expires_at: new Date(Date.now() + 8 * day) })
  await account({ token_expires_at: null })
  t.equal(await warnOfEndingConnections(context), 0, 'too early, or no end known')

  const id = await account({ token_expires_at: new Date(Date.now() + 6 * day) })
  t.equal(await warnOfEndingConnections(context), 1)
  t.equal(await warnOfEndingConnections(context), 0, 'once')

  const told = await context.database.system('notifications')
  t.match(told, [{ user_id: owner, type: 'ACCOUNT_EXPIRES_SOON', subject_id: id }])
})

test('a token that renews itself ends with its refresh token, and is warned of for that alone', async (t) => {
  const { context, account } = await start(t, {
    refresh: async () => ({ accessToken: 'new', scopes: [] }),
  })
  const soon = new Date(Date.now() + day)
  await account({ token_expires_at: soon, refresh_token: 'sealed' })
  t.equal(await warnOfEndingConnections(context), 0, 'it will be renewed')
  await account({ token_expires_at: soon })
  t.equal(await warnOfEndingConnections(context), 1, 'no refresh token came with this one')
  await account({ refresh_token: 'sealed', refresh_expires_at: soon })
  t.equal(await warnOfEndingConnections(context), 1)
  await account({ refresh_token: 'sealed', refresh_expires_at: soon, status: 'disconnected' })
  t.equal(await warnOfEndingConnections(context), 0)
})

test('a plugin that is not there for a while is no reason to frighten people', async (t) => {
  const { context, account } = await start(t, { refresh: undefined }, { loaded: false })
  const soon = new Date(Date.now() + day)
  await account({ token_expires_at: soon, refresh_token: 'sealed' })
  t.equal(await warnOfEndingConnections(context), 0, 'it has what it takes to be renewed')
  await account({ token_expires_at: soon })
  t.equal(await warnOfEndingConnections(context), 1)
})

async function start(t: Test, oauth: object, { loaded = true } = {}) {
  const network = await fakeNetwork(t, {}, { oauth: { scopes: [], ...oauth } })
  const none: PluginRegistry = { records: [], connectors: new Map(), ready: () => undefined }
  const plugins = loaded ? network.plugins : none
  const context = await publishingContext(t, { ...network, plugins })
  const { organization, brand, user } = await buildTenant(context.database)
  await buildTenant(context.database)
  const scope = { organizationId: organization.id, brandId: brand.id }
  return {
    context,
    owner: user.id,
    async account(fields: object): Promise<string> {
      const id = await connectedAccount(context, scope)
      await context.database.system('social_accounts').where({ id }).update(fields)
      return id
    },
  }
}
