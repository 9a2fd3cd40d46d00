import t from 'tap'
import { syncAccounts } from '../../core/src/features/social-accounts/sync-sweep.ts'
import { startNetworks } from '../support/networks.ts'

const networks = await startNetworks(t)
const { sandbox } = networks
const person = await networks.tenant()

interface Options {
  readonly platform: string
  readonly schema: {
    readonly type: string
    readonly properties: Readonly<Record<string, Choice & { readonly items?: Choice }>>
  }
}

interface Choice {
  readonly oneOf?: readonly { readonly const: string; readonly title: string }[]
}

async function optionsOf(id: string, search?: string): Promise<Options['schema']> {
  const query = search === undefined ? '' : `?search=${encodeURIComponent(search)}`
  return (await person.ok<Options>('GET', `/social-accounts/${id}/options${query}`)).schema
}

await t.test('nothing optional at a network keeps an account from being connected', async (t) => {
  const optional = [
    ['FACEBOOK', 'facebook', 'businesses'],
    ['TIKTOK', 'tiktok', 'creator_info'],
    ['LINKEDIN', 'linkedin', 'lookup_organizations'],
  ] as const
  for (const [platform, network, operation] of optional) {
    await sandbox.arm({ network, operation, fault: 'error_500_before' })
    const id = await person.connect(platform, `shaky${operation.replaceAll('_', '')}`)
    t.match(await person.account(id), { isActive: true }, `${platform}: ${operation}`)
    await sandbox.disarm()
  }
})

await t.test('a login that its network does not know for some seconds is waited for', async (t) => {
  const id = await person.connect('LINKEDIN', 'fresh-shipyard')
  t.match(await person.account(id), { isActive: true })
  const operation = 'organization_acls'
  await sandbox.arm({ network: 'linkedin', operation, fault: 'error_500_before' })
  await person.connect('LINKEDIN', 'hiccup')
  t.same(await sandbox.armed(), [], 'nor does one fault that passes keep it from being connected')
})

await t.test('what cannot be left out fails the connection, and says what to do', async (t) => {
  const operation = 'organization_acls'
  await sandbox.arm({ network: 'linkedin', operation, fault: 'error_500_before', times: 3 })
  const path = `/brands/${person.brandId}/social-accounts`
  const failed = await person.walk(path, { platform: 'LINKEDIN' }, 'shaky', {})
  t.match(failed, {
    status: 'failed',
    error: {
      code: 'transient',
      message: /reading the pages/,
      remedy: 'Connect the account again in a few minutes.',
    },
  })
})

await t.test('options are JSON Schema with what the network offers this account', async (t) => {
  const ids = new Map<string, string>()
  for (const [platform, handle] of [
    ['INSTAGRAM', 'lighthouse'],
    ['FACEBOOK', 'lighthouse'],
    ['LINKEDIN', 'lighthouse'],
    ['TIKTOK', 'private.lighthouse'],
    ['TWITTER', 'lighthouse'],
  ] as const) {
    const id = await person.connect(platform, handle)
    ids.set(platform, id)
    t.match(await optionsOf(id), { type: 'object', properties: {} }, platform)
  }
  const of = (platform: string) => ids.get(platform) ?? ''
  const tiktok = await optionsOf(of('TIKTOK'))
  const levels = tiktok.properties['privacyLevel']?.oneOf?.map((choice) => choice.const) ?? []
  t.ok(levels.includes('FOLLOWER_OF_CREATOR') && levels.includes('SELF_ONLY'))
  t.notOk(levels.includes('PUBLIC_TO_EVERYONE'), 'a private account has no public posts')
  const places = (await optionsOf(of('FACEBOOK'), 'berlin')).properties['placeId']?.oneOf
  t.match(places, [{ const: /^\d+$/, title: /^Berlin, Germany/ }])
  const mentions = (await optionsOf(of('LINKEDIN'), 'devtestco')).properties['mentions']
  t.match(mentions?.items?.oneOf, [{ const: /urn:li:organization:2414183/, title: 'Devtestco' }])
  t.match((await optionsOf(of('INSTAGRAM'))).properties, { format: {}, collaborators: {} })
  t.match((await optionsOf(of('TWITTER'))).properties, { poll: {}, replySettings: {} })

  const network = 'tiktok'
  await sandbox.arm({ network, operation: 'creator_info', fault: 'error_500_before' })
  const unreachable = await person.send('GET', `/social-accounts/${of('TIKTOK')}/options`)
  t.match(unreachable, { status: 502, error: { code: 'NETWORK_UNAVAILABLE', message: /TikTok/ } })
})

await t.test(
  'health tells scopes that are missing, limits that are left, and the end',
  async (t) => {
    const all = [
      ['FACEBOOK', 'unticked', 'pages_show_list,pages_manage_posts', 'pages_manage_engagement'],
      [
        'INSTAGRAM',
        'unticked',
        'instagram_business_basic,instagram_business_content_publish',
        'instagram_business_manage_comments',
      ],
      ['TIKTOK', 'unticked', 'user.info.basic,video.publish', 'video.list'],
    ] as const
    for (const [platform, handle, granted, missing] of all) {
      const id = await person.connect(platform, handle, { sandbox_scopes: granted })
      const { health } = await person.account(id)
      const named = health.missingScopes.find(({ name }) => name === missing)
      t.match(named, { without: /\w/ }, `${platform}: ${missing}`)
      t.notOk(
        health.missingScopes.some(({ name }) => granted.split(',').includes(name)),
        `${platform}: what was granted is not missing`,
      )
    }
    await syncAccounts(networks.context)
    const accounts = await person.accounts()
    for (const { platform, platformUsername, health, lastSyncAt } of accounts) {
      t.match(
        { health, lastSyncAt },
        { health: { status: 'active' }, lastSyncAt: /^20/ },
        `${platform} ${platformUsername}`,
      )
      t.ok(
        health.renewsItself || platform === 'FACEBOOK',
        `${platform} renews itself, or never ends`,
      )
    }
    const [instagram] = accounts.filter(({ platform }) => platform === 'INSTAGRAM')
    t.match(instagram?.health.limits, [{ total: 50, used: 0, windowSeconds: 86_400 }])
    t.notOk(JSON.stringify(accounts).includes('oken"'), 'tokens are never answered')
  },
)
