import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { openToken } from '../../core/src/features/social-accounts/account-secrets.ts'
import { SocialAccount } from '../../core/src/features/social-accounts/social-account.model.ts'
import { demoFile } from '../support/demo-files.ts'
import { startNetworks } from '../support/networks.ts'

const networks = await startNetworks(t)
const { sandbox } = networks
const person = await networks.tenant()
const stranger = await networks.tenant()

const video = await person.upload('dawn.mp4', 'video/mp4', await demoFile('dawn.mp4'))

interface Case {
  readonly platform: string
  readonly handle: string
  readonly other: string
  readonly target?: string
  readonly body: Record<string, unknown>
  /** The step whose medium takes long, and the request after which the grant dies. */
  readonly slow: string
  readonly after: string
  readonly dies: (accountId: string) => Promise<unknown>
  /** Where it waits: what TikTok has taken is past every preparation. */
  readonly waits: 'retry_wait' | 'processing'
}

const cases: readonly Case[] = [
  {
    platform: 'INSTAGRAM',
    handle: 'removesapp.ig',
    other: 'somebody.ig',
    body: { mediaIds: [video] },
    slow: 'create_container',
    after: 'create_container',
    dies: () => sandbox.advance(61),
    waits: 'retry_wait',
  },
  {
    platform: 'FACEBOOK',
    handle: 'removesapp-fb',
    other: 'somebody-fb',
    target: 'removesapp-fb-page',
    body: { mediaIds: [video], overrides: { FACEBOOK: { options: { format: 'story' } } } },
    slow: 'upload_video',
    after: 'upload_video',
    dies: () => sandbox.advance(61),
    waits: 'retry_wait',
  },
  {
    platform: 'LINKEDIN',
    handle: 'lighthouse',
    other: 'somebody',
    body: { mediaIds: [video] },
    slow: 'video_action',
    after: 'upload_media',
    dies: () => refuseEverything('linkedin'),
    waits: 'retry_wait',
  },
  {
    platform: 'TIKTOK',
    handle: 'lighthouse',
    other: 'somebody',
    body: {
      mediaIds: [video],
      overrides: { TIKTOK: { options: { privacyLevel: 'SELF_ONLY' } } },
    },
    slow: 'upload_chunk',
    after: 'upload_chunk',
    dies: () => sandbox.visit('/www.tiktok.com/sandbox/phone/lighthouse?disconnect=sandbox-client'),
    waits: 'processing',
  },
  {
    platform: 'TWITTER',
    handle: 'lighthouse',
    other: 'somebody',
    body: { mediaIds: [video] },
    slow: 'finalize_media',
    after: 'finalize_media',
    dies: revokeAtX,
    waits: 'retry_wait',
  },
]

for (const one of cases) {
  const { platform, handle, other, target, body, waits } = one
  const network = platform.toLowerCase()
  await t.test(`${platform}: a grant that is revoked in the middle of an upload`, async (t) => {
    const consent = target === undefined ? {} : { target }
    const accountId = await person.connect(platform, handle, consent)
    await stranger.connect(platform, 'bystander')
    await sandbox.arm({ network, operation: one.slow, fault: 'processing_slow' })
    const id = await person.publish({ content: 'Half way.', platforms: [platform], ...body })
    await sandbox.seen(network, one.after)
    const tokens = [await tokenOf(accountId, 'access_token')]
    await one.dies(accountId)

    const [delivery] = await meanwhile(
      person.until(id, [waits], ({ error }) => error?.code === 'reauth'),
    )
    t.match(delivery.error, { message: /\w/, remedy: /Connect/, networkMessage: /\w/ })
    const account = await person.account(accountId)
    t.match(account, { isActive: false, health: { status: 'needs_reconnect', reason: /\w/ } })
    const notices = await person.notices('ACCOUNT_NEEDS_RECONNECT')
    t.match(notices[0], {
      title: new RegExp(`^${account.platformUsername} has to be connected again`),
      message: /wait until it is connected again/,
      link: `/brands/${person.brandId}/social-accounts/${accountId}`,
    })
    const next = { content: 'Next.', platforms: [platform], publishNow: true }
    t.match(
      await person.createPost(next),
      { status: 422, error: { code: 'ACCOUNT_NOT_CONNECTED', details: [{ remedy: /onnect/ }] } },
      'nothing new is taken for it',
    )

    await sandbox.disarm()
    await networks.pass(120)
    t.match(await person.deliveries(id), [{ state: waits }], 'it waits until somebody connects')
    const wrong = await person.reconnect(accountId, other)
    t.match(wrong, { status: 'failed', error: { code: 'another_account', remedy: /Log in/ } })
    t.match(await person.account(accountId), { isActive: false }, 'nobody else takes its place')

    const again = await person.reconnect(accountId, handle, consent)
    t.match(again, { status: 'connected', socialAccountIds: [accountId] })
    if (waits === 'processing') await networks.pass(30)
    const [published] = await meanwhile(
      person.until(id, ['published', 'failed', 'needs_attention']),
    )
    t.match(published, { state: 'published', error: null })
    t.equal((await sandbox.published(network)).length, 1, 'it stands there once')
    const told = [JSON.stringify(delivery), JSON.stringify(notices), ...networks.logged]
    tokens.push(await tokenOf(accountId, 'access_token'))
    t.notOk(
      told.some((text) => tokens.some((token) => text.includes(token))),
      'no token is in what was told or logged',
    )
  })
}

await t.test('accounts of others at the same networks are as they were', async (t) => {
  for (const { platform, health } of await stranger.accounts()) {
    t.equal(health.status, 'active', platform)
  }
  t.same(await stranger.notices(), [])
})

/** The seconds after which a network wants to be asked again pass while something is waited for. */
async function meanwhile<Result>(wait: Promise<Result>): Promise<Result> {
  let over = false
  const end = wait.finally(() => {
    over = true
  })
  while (!over) {
    await Promise.race([end, sleep(200)])
    if (!over) await networks.pass(5)
  }
  return end
}

/** What X does when a person takes the app's access away: `POST /2/oauth2/revoke` of its last refresh token. */
async function revokeAtX(accountId: string): Promise<void> {
  for (const column of ['refresh_token', 'access_token'] as const) {
    await fetch(`${sandbox.url}/api.x.com/2/oauth2/revoke`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('sandbox-client:sandbox-secret')}` },
      body: new URLSearchParams({ token: await tokenOf(accountId, column) }),
    })
  }
}

async function refuseEverything(network: string): Promise<void> {
  await sandbox.arm({ network, operation: '*', fault: 'token_dead', times: 100 })
}

async function tokenOf(
  accountId: string,
  column: 'access_token' | 'refresh_token',
): Promise<string> {
  const { config, database } = networks.context
  const account = await SocialAccount.query(database.system).findById(accountId).throwIfNotFound()
  const sealed = column === 'access_token' ? account.accessToken : account.refreshToken
  return openToken(config, account, column, sealed ?? '')
}
