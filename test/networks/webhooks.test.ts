import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { syncAccounts } from '../../core/src/features/social-accounts/sync-sweep.ts'
import { processWebhooks } from '../../core/src/features/webhooks-in/process-webhooks.ts'
import { demoFile } from '../support/demo-files.ts'
import { startNetworks } from '../support/networks.ts'

const networks = await startNetworks(t)
const { context, sandbox, url } = networks
const { system } = context.database
const person = await networks.tenant()
const stranger = await networks.tenant()
const ids = ['instagram', 'facebook', 'linkedin', 'tiktok', 'twitter']

interface Sent {
  readonly id: string
  readonly network: string
  readonly body: string
  readonly statuses: readonly number[]
}

await t.test('each network believes the address after its own handshake', async (t) => {
  for (const id of ids) t.equal((await register(id)).status, 200, id)
  const refused = await register('facebook', `${url}/v1/webhooks/nobody`)
  t.equal(refused.status, 422, 'and no other address')
})

await t.test(
  'who takes the permission away at the network is told here, once; nobody else is',
  async (t) => {
    const cases = [
      [
        'TIKTOK',
        'leaver',
        () => sandbox.visit('/www.tiktok.com/sandbox/phone/leaver?disconnect=sandbox-client'),
      ],
      [
        'INSTAGRAM',
        'leaver',
        () => sandbox.visit('/www.instagram.com/accounts/manage_access?sandbox_remove=leaver'),
      ],
      [
        'TWITTER',
        'leaver',
        () => sandbox.visit('/x.com/sandbox/apps/leaver?disconnect=sandbox-client'),
      ],
      ['FACEBOOK', 'removesapp-x', () => sandbox.advance(61)],
    ] as const
    for (const [platform, handle, leave] of cases) {
      const network = platform.toLowerCase()
      const id = await person.connect(platform, handle)
      const other = await stranger.connect(platform, 'bystander')
      const before = (await sent(network)).length
      await leave()
      await taken(network, before + 1)
      await processWebhooks(context)
      t.match(
        await person.account(id),
        { health: { status: 'needs_reconnect', reason: /\w/ } },
        platform,
      )
      t.match(await stranger.account(other), { health: { status: 'active' } }, platform)
      const told = (await person.notices('ACCOUNT_NEEDS_RECONNECT')).length

      const last = (await sent(network)).at(0)
      await fetch(`${sandbox.url}/_control/webhooks/${last?.id ?? ''}/repeat`, { method: 'POST' })
      const events = (await stored()).length
      await taken(network, before + 2)
      await processWebhooks(context)
      t.equal((await stored()).length, events, 'a repetition is no event')
      t.equal((await person.notices('ACCOUNT_NEEDS_RECONNECT')).length, told, 'told once')
    }
    t.same(await stranger.notices(), [])
  },
)

await t.test(
  'one about an account that is not connected here is done, and changes nothing',
  async (t) => {
    const id = await person.connect('TIKTOK', 'gone')
    const count = (await sent('tiktok')).length
    await person.ok('DELETE', `/brands/${person.brandId}/social-accounts/${id}`)
    await taken('tiktok', count + 1)
    const before = await picture()
    t.equal(await processWebhooks(context), 1)
    t.same(await picture(), before)
    const open = await system('webhook_events').whereNull('processed_at').orWhereNotNull('error')
    t.same(open, [])
  },
)

await t.test(
  'who asks Meta that their data be deleted sees how far it is, and is gone',
  async (t) => {
    const id = await person.connect('FACEBOOK', 'forgetme')
    const other = await stranger.connect('FACEBOOK', 'remembered')
    const [row] = await system('social_accounts').where({ id }).select('granted_by')
    const asked = { algorithm: 'HMAC-SHA256', user_id: row?.granted_by, issued_at: nowInSeconds() }
    const ask = async (secret: string) =>
      fetch(`${url}/v1/webhooks/facebook?callback=data_deletion`, {
        method: 'POST',
        body: new URLSearchParams({ signed_request: signedRequest(asked, secret) }),
      })

    t.equal((await ask('another-secret')).status, 401)
    const answer = (await (await ask('sandbox-facebook-secret')).json()) as Record<string, string>
    t.match(answer, { url: `${url}/v1/data-deletions/`, confirmation_code: /^[0-9a-f]{32}$/ })
    const page = async () => (await fetch(answer['url'] ?? '')).text()
    t.match(await page(), /being deleted/)
    await processWebhooks(context)

    t.match(await page(), /Your data is deleted/)
    t.match(await person.send('GET', `/social-accounts/${id}`), { status: 404 })
    t.match(await person.notices('ACCOUNT_ERASED'), [{ message: /Connect another one/ }])
    t.match(await stranger.account(other), { isActive: true })
    const again = await (await ask('sandbox-facebook-secret')).json()
    t.same(again, answer, 'asked twice, it is one request')
  },
)

await t.test('a forged one changes nothing', async (t) => {
  const before = await picture()
  for (const id of ids) {
    const response = await fetch(`${url}/v1/webhooks/${id}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
        'x-li-signature': '0'.repeat(64),
        'tiktok-signature': `t=${nowInSeconds()},s=${'0'.repeat(64)}`,
        'x-twitter-webhooks-signature': `sha256=${btoa('0'.repeat(32))}`,
      },
      body: JSON.stringify({ object: 'page', entry: [], event: 'authorization.removed' }),
    })
    t.equal(response.status, 401, id)
    t.match(await response.json(), { error: { code: 'WEBHOOK_NOT_VERIFIED' } })
  }
  t.same(await picture(), before)
})

await t.test(
  'what a network says settles a delivery that nobody would look at for a day',
  async (t) => {
    const video = await person.upload('dawn.mp4', 'video/mp4', await demoFile('dawn.mp4'))
    const cases = [
      ['TIKTOK', { overrides: { TIKTOK: { options: { privacyLevel: 'SELF_ONLY' } } } }],
      ['FACEBOOK', {}],
    ] as const
    for (const [platform, body] of cases) {
      const network = platform.toLowerCase()
      const accountId = await person.connect(platform, `teller${network}`)
      // Facebook tells only of pages that asked for it.
      await syncAccounts(context)
      const before = (await sent(network)).length
      await sandbox.arm({ network, operation: '*', fault: 'processing_slow' })
      const id = await person.publish({
        content: `Told by ${platform}.`,
        socialAccountIds: [accountId],
        mediaIds: [video],
        ...body,
      })
      await person.until(id, ['processing'])
      await sandbox.disarm()
      await untouchedUntilTomorrow(id)
      await sandbox.advance(60)
      await taken(network, before + 1)
      await processWebhooks(context)
      await person.until(id, ['published'])
      t.pass(platform)
    }
  },
)

/** Nobody looks at its delivery before tomorrow, unless somebody says so. */
async function untouchedUntilTomorrow(postId: string): Promise<void> {
  const tomorrow = system.raw(`now() + interval '1 day'`)
  const delivery = { post_id: postId, state: 'processing' }
  while (
    (await system('social_posts')
      .where(delivery)
      .whereNull('lease_until')
      .update({ next_at: tomorrow })) === 0
  )
    await sleep(10)
}

async function register(id: string, address = `${url}/v1/webhooks/${id}`): Promise<Response> {
  return fetch(`${sandbox.url}/_control/webhooks/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: address }),
  })
}

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** As Meta signs its callbacks (facebook.md 7). */
function signedRequest(payload: object, secret: string): string {
  const said = Buffer.from(JSON.stringify(payload)).toString('base64url')
  return `${createHmac('sha256', secret).update(said).digest('base64url')}.${said}`
}

/** What a network sent, newest first. */
async function sent(network: string): Promise<Sent[]> {
  const response = await fetch(`${sandbox.url}/_control/webhooks`)
  const { data } = (await response.json()) as { data: { sent: Sent[] } }
  return data.sent.filter((one) => one.network === network)
}

/** Waits until so many webhooks of a network were taken. */
async function taken(network: string, count = 1): Promise<void> {
  const end = performance.now() + 10_000
  for (;;) {
    const all = await sent(network)
    if (all.filter(({ statuses }) => statuses.includes(200)).length >= count) return
    if (performance.now() > end) throw new Error(`${network} sent ${JSON.stringify(all)}`)
    await sleep(30)
  }
}

async function stored(): Promise<object[]> {
  return system('webhook_events').select('id')
}

async function picture(): Promise<unknown> {
  return [
    await stored(),
    await system('social_accounts').select('id', 'status').orderBy('id'),
    await system('notifications').select('id').orderBy('id'),
  ]
}
