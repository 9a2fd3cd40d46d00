import t from 'tap'
import { openToken } from '../../core/src/features/social-accounts/account-secrets.ts'
import { SocialAccount } from '../../core/src/features/social-accounts/social-account.model.ts'
import { syncAccounts } from '../../core/src/features/social-accounts/sync-sweep.ts'
import { startNetworks } from '../support/networks.ts'

for (const login of ['instagram', 'facebook'] as const) {
  await t.test(`Meta is asked for webhooks of what is connected by ${login} login`, async (t) => {
    const { context, sandbox, ...networks } = await startNetworks(t, {
      variables: { INSTAGRAM_LOGIN: login },
    })
    const person = await networks.tenant()
    const graph = login === 'instagram' ? 'graph.instagram.com' : 'graph.facebook.com'
    const field = login === 'instagram' ? 'comments' : 'feed'
    for (const [platform, host, fields] of [
      ['INSTAGRAM', graph, [field]],
      ['FACEBOOK', 'graph.facebook.com', ['feed']],
    ] as const) {
      const id = await person.connect(platform, 'lighthouse')
      const account = await SocialAccount.query(context.database.system)
        .findById(id)
        .throwIfNotFound()
      const token = openToken(context.config, account, 'access_token', account.accessToken ?? '')
      // For the token of a Page, `me` is the Page.
      const address = `${sandbox.url}/${host}/v25.0/me/subscribed_apps?access_token=${token}`
      const subscribed = async () =>
        ((await (await fetch(address)).json()) as { data: { subscribed_fields: string[] }[] }).data
      t.same(await subscribed(), [], platform)
      await syncAccounts(context)
      t.match(await subscribed(), [{ subscribed_fields: fields }], platform)

      const network = platform.toLowerCase()
      const operation = login === 'instagram' && platform === 'INSTAGRAM' ? 'account' : 'page'
      const asked = async () => (await sandbox.requests(network, `subscribe_${operation}`)).length
      t.equal(await asked(), 1)
      await SocialAccount.query(context.database.system).patch({ lastSyncAt: null }).findById(id)
      await syncAccounts(context)
      t.equal(await asked(), 1, 'it looks first, and does nothing where nothing is to be done')
    }
  })
}
