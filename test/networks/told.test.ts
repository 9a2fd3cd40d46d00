import { createHmac } from 'node:crypto'
import type { EmulatorWebhook } from '@t21/plugin-kit/sandbox'
import t from 'tap'
import { syncAccounts } from '../../core/src/features/social-accounts/sync-sweep.ts'
import { processWebhooks } from '../../core/src/features/webhooks-in/process-webhooks.ts'
import { demoFile } from '../support/demo-files.ts'
import { startNetworks } from '../support/networks.ts'

const networks = await startNetworks(t)
const { context, sandbox, url } = networks
const person = await networks.tenant()
const hook = `${url}/v1/webhooks/twitter`
const video = await person.upload('dawn.mp4', 'video/mp4', await demoFile('dawn.mp4'))

const secret = 'sandbox-api-secret'
const signatureOf = (key: string, text: string) =>
  `sha256=${createHmac('sha256', key).update(text).digest('base64')}`

await t.test('X asks its challenge by GET, and hears the answer', async (t) => {
  const answer = await fetch(`${hook}?crc_token=a-question&nonce=n`)
  t.equal(answer.status, 200)
  t.same(await answer.json(), { response_token: signatureOf(secret, 'a-question') })
  t.equal((await fetch(hook)).status, 403, 'a request that asks nothing is refused')
  await t.resolves(sandbox.registerCallback('twitter', hook), 'as X asks it')
})

await t.test(
  'a connected account is subscribed to once, however often it is looked at',
  async (t) => {
    const id = await person.connect('TWITTER', 'lighthouse')
    await syncAccounts(context)
    const asked = async (operation: string) =>
      (await sandbox.requests('twitter', operation)).map(({ status }) => status)
    t.same(await asked('create_webhook'), [200])
    t.same(await asked('create_subscription'), [200, 200])

    await person.connect('TWITTER', 'seamark')
    await context.database.system('social_accounts').where({ id }).update({ last_sync_at: null })
    await syncAccounts(context)
    t.same(await asked('create_webhook'), [200], 'the webhook is the app’s')
    t.same(await asked('create_subscription'), [200, 200, 200, 200])
    t.notMatch(networks.logged.join('\n'), /was not asked to send webhooks/)
  },
)

await t.test(
  'X tells of a post, and its delivery, which waits for a look, is settled',
  async (t) => {
    const fault = 'lose_reply_after_commit'
    await sandbox.arm({ network: 'twitter', operation: 'create_post', fault })
    const [account] = await person.accounts()
    const id = await person.publish({ content: 'Told at once', socialAccountIds: [account?.id] })
    const [delivery] = await person.until(id, ['unknown'])
    await notBefore(delivery.id, 3_600)
    const due = () => context.database.system('social_posts').where({ id: delivery.id }).first()

    const before = await due()
    for (const signature of [signatureOf('another', 'x'), 'sha256=', undefined]) {
      const status = await forged({ event_type: 'post.create', payload: { id: '1' } }, signature)
      t.equal(status, 401)
    }
    const genuine = await stored(1)
    t.match(
      genuine,
      [{ provider: 'TWITTER', event_type: 'post.create' }],
      'forged ones are not kept',
    )
    t.same(await due(), before, 'and change nothing')

    t.equal(await processWebhooks(context), 1)
    const [settled] = await person.until(id, ['published'])
    const [post] = await sandbox.published('twitter')
    t.match(settled, { proof: 'reconcile', platformPostId: post?.id })
    t.equal((await sandbox.published('twitter')).length, 1)

    const { body, headers } = await lastSent()
    const repeated = await fetch(hook, { method: 'POST', body, headers })
    t.equal(repeated.status, 200)
    t.equal(await processWebhooks(context), 0, 'the same event again is stored once')
  },
)

await t.test('a person who disconnects T21 at X has to connect again', async (t) => {
  const { id } = await person.account((await idOf('seamark')) ?? '')
  const userId = (await platformUserOf(id)) ?? ''
  const revoked = { event_type: 'oauth.revoke', payload: { user_id: userId } }
  t.equal(await forged(revoked, signatureOf('another', 'x')), 401)
  t.equal(await processWebhooks(context), 0)
  t.match(await person.account(id), { isActive: true }, 'a forged one changes nothing')

  await sandbox.visit('/x.com/sandbox/apps/seamark?disconnect=sandbox-client')
  await stored(2)
  t.equal(await processWebhooks(context), 1)
  t.match(await person.account(id), { isActive: false, health: { status: 'needs_reconnect' } })
  t.match(await person.account((await idOf('lighthouse')) ?? ''), { isActive: true })
})

await t.test('LinkedIn tells of the pages that T21 asked for', async (t) => {
  const page = `${url}/v1/webhooks/linkedin`
  await t.resolves(sandbox.registerCallback('linkedin', page), 'the challenge is answered')
  await person.connect('LINKEDIN', 'lighthouse')
  await syncAccounts(context)
  const asked = await sandbox.requests('linkedin', 'subscribe')
  t.same(
    asked.map(({ status }) => status),
    [204],
  )
  const id = await person.publish({
    content: 'On the page',
    platforms: ['LINKEDIN'],
    firstComment: 'Said by the page',
  })
  await person.until(id, ['published'])
  await stored(3)
  t.match(await events('LINKEDIN'), [{ event_type: 'ADMIN_COMMENT' }])
  t.equal(await processWebhooks(context), 1)
})

await t.test('TikTok tells that a post is there, and its delivery is settled', async (t) => {
  await sandbox.registerCallback('tiktok', `${url}/v1/webhooks/tiktok`)
  const network = 'tiktok'
  await sandbox.arm({ network, operation: 'upload_chunk', fault: 'processing_slow' })
  const id = await person.publish({
    content: 'Worked on',
    socialAccountIds: [await person.connect('TIKTOK', 'seamark')],
    mediaIds: [video],
    overrides: { TIKTOK: { options: { privacyLevel: 'SELF_ONLY' } } },
  })
  const [delivery] = await person.until(id, ['processing'])
  await notBefore(delivery.id, 3_600)
  await sandbox.advance(31)
  await stored(4)
  t.match(await events('TIKTOK'), [{ event_type: 'post.publish.complete' }])
  t.match(await person.deliveries(id), [{ state: 'processing' }], 'nobody has looked')
  t.equal(await processWebhooks(context), 1)
  t.match(await person.until(id, ['published']), [{ proof: 'confirm' }])
})

await t.test('TikTok gives up what it still fetches when a person calls it off', async (t) => {
  const options = { privacyLevel: 'PUBLIC_TO_EVERYONE', source: 'PULL_FROM_URL' }
  const id = await person.publish({
    content: 'Not this one',
    socialAccountIds: [await person.connect('TIKTOK', 'hanging_ann')],
    mediaIds: [video],
    overrides: { TIKTOK: { options } },
  })
  const [delivery] = await person.until(id, ['processing'])
  const called = await person.send('POST', `/deliveries/${delivery.id}/cancel`)
  t.match(called, { status: 200, data: { state: 'processing', calledOffAt: /\d/ } })
  const [ended] = await person.until(id, ['canceled', 'failed', 'published'])
  t.match(ended, { state: 'canceled', error: { code: 'canceled' } })
  t.same(await sandbox.published('tiktok', 'hanging_ann'), [])
  t.match(await sandbox.requests('tiktok', 'cancel'), [{ status: 200 }], 'asked once')
})

await t.test('what was called off is not begun anew when the network loses it', async (t) => {
  const network = 'tiktok'
  await sandbox.arm({ network, operation: 'cancel', fault: 'error_500_before', times: 1_000 })
  const options = { privacyLevel: 'PUBLIC_TO_EVERYONE', source: 'PULL_FROM_URL' }
  const id = await person.publish({
    content: 'Nor this one',
    socialAccountIds: [await person.connect('TIKTOK', 'hanging_bob')],
    mediaIds: [video],
    overrides: { TIKTOK: { options } },
  })
  const [delivery] = await person.until(id, ['processing'])
  await person.ok('POST', `/deliveries/${delivery.id}/cancel`)
  await sandbox.advance(3_601)
  await networks.pass(60)
  const [ended] = await person.until(id, ['canceled', 'failed', 'published', 'retry_wait'])
  t.match(ended, { state: 'canceled' })
})

/** A request that claims to come from X. @returns the answer's status */
async function forged(event: object, signature: string | undefined): Promise<number> {
  const data = { event_uuid: 'forged', filter: {}, ...event }
  const response = await fetch(hook, {
    method: 'POST',
    body: JSON.stringify({ data }),
    headers: {
      'content-type': 'application/json',
      ...(signature !== undefined && { 'x-twitter-webhooks-signature': signature }),
    },
  })
  return response.status
}

/** Puts off the next look at a delivery, so that nothing but an event leads to one. */
async function notBefore(id: string, seconds: number): Promise<void> {
  const later = new Date(Date.now() + seconds * 1_000)
  const row = { next_at: later, updated_at: new Date(0) }
  await context.database.system('social_posts').where({ id }).update(row)
}

interface StoredRow {
  readonly provider: string
  readonly event_type: string
}

/** Waits until so many events are stored. @throws Error where it is another number in the end */
async function stored(count: number): Promise<StoredRow[]> {
  const end = performance.now() + 10_000
  for (;;) {
    const rows = await events()
    if (rows.length === count) return rows
    if (performance.now() > end) throw new Error(JSON.stringify(rows))
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function events(provider?: string): Promise<StoredRow[]> {
  const rows = context.database.system('webhook_events').select('provider', 'event_type')
  return (provider === undefined ? rows : rows.where({ provider })).orderBy('created_at')
}

async function lastSent(): Promise<EmulatorWebhook> {
  const [last] = await sandbox.sentWebhooks()
  if (last === undefined) throw new Error('No webhook was sent.')
  return last
}

async function idOf(username: string): Promise<string | undefined> {
  return (await person.accounts()).find((one) => one.platformUsername === username)?.id
}

async function platformUserOf(id: string): Promise<string | undefined> {
  const row: { platform_user_id: string } | undefined = await context.database
    .system('social_accounts')
    .where({ id })
    .first()
  return row?.platform_user_id
}
