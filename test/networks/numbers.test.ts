import t from 'tap'
import { collectAccountMetrics } from '../../core/src/features/analytics/collect-accounts.ts'
import { collectMetrics } from '../../core/src/features/analytics/collect.ts'
import { resolveProvisional } from '../../core/src/features/publishing/resolve.ts'
import { openToken } from '../../core/src/features/social-accounts/account-secrets.ts'
import { SocialAccount } from '../../core/src/features/social-accounts/social-account.model.ts'
import { demoFile } from '../support/demo-files.ts'
import type { DeliveryView } from '../support/networks-client.ts'
import { startNetworks } from '../support/networks.ts'

const networks = await startNetworks(t)
const { context, sandbox } = networks
const { system } = context.database
const person = await networks.tenant()

const platforms = ['INSTAGRAM', 'FACEBOOK', 'LINKEDIN', 'TIKTOK', 'TWITTER']
const accounts = new Map<string, string>()
for (const platform of platforms) {
  accounts.set(platform, await person.connect(platform, 'lighthouse'))
}
const cup = await person.upload('cup.jpg', 'image/jpeg', await demoFile('cup.jpg'))
const id = await person.publish({
  content: 'Counted.',
  platforms,
  mediaIds: [cup],
  overrides: { TIKTOK: { options: { privacyLevel: 'PUBLIC_TO_EVERYONE' } } },
})
await person.until(id, ['published', 'failed', 'needs_attention'])
// TikTok tells the id of a post later, and its numbers by that id alone.
await networks.pass(60)
await system('social_posts').update({ resolve_at: new Date(0) })
await resolveProvisional(context)
const deliveries = await person.deliveries(id)

interface Metrics {
  readonly goneAt: string | null
  readonly latest: Readonly<Record<string, number | null>> | null
  readonly days: readonly { readonly date: string }[]
}

/** What each network is known to tell of a picture; all else is `null`. */
const told: Readonly<Record<string, readonly string[]>> = {
  INSTAGRAM: ['impressions', 'reach', 'likes', 'comments', 'shares', 'saves'],
  FACEBOOK: ['impressions', 'reach', 'likes', 'comments', 'shares', 'clicks'],
  LINKEDIN: ['impressions', 'reach', 'likes', 'comments', 'shares', 'clicks'],
  TIKTOK: ['impressions', 'likes', 'comments', 'shares'],
  TWITTER: ['impressions', 'likes', 'comments', 'shares', 'clicks', 'saves'],
}
const optional = ['reach', 'clicks', 'saves']

await t.test(
  'every network tells its numbers, which grow, and what it does not tell is null',
  async (t) => {
    await later(3_600)
    const first = await numbers()
    await later(2 * 24 * 3_600)
    const second = await numbers()
    for (const { platform } of deliveries) {
      const [before, after] = [first.get(platform), second.get(platform)]
      const names = told[platform] ?? []
      for (const name of names) t.type(after?.latest?.[name], 'number', `${platform}: ${name}`)
      for (const name of optional.filter((one) => !names.includes(one))) {
        t.equal(after?.latest?.[name], null, `${platform} tells no ${name}`)
      }
      const [least, most] = [before, after].map((one) => one?.latest?.['impressions'] ?? -1)
      t.ok(
        least !== undefined && most !== undefined && 0 <= least && least < most,
        `${platform} grew`,
      )
      t.type(after?.latest?.['engagementRate'], 'number', `${platform}: its rate is computed`)
      const dates = (after?.days ?? []).map(({ date }) => date)
      t.ok(dates.length > 0 && new Set(dates).size === dates.length, `${platform}: one row a day`)
    }
  },
)

await t.test('and of its accounts likewise, once a day', async (t) => {
  t.equal(await collectAccountMetrics(context), platforms.length)
  t.equal(await collectAccountMetrics(context), 0, 'once')
  for (const [platform, account] of accounts) {
    const path = `/social-accounts/${account}/metrics`
    const { days } = await person.ok<{ days: { followers: number }[] }>('GET', path)
    t.match(days, [{ followers: Number }], platform)
  }
})

await t.test(
  'a post that was deleted at its network is noticed, and people are told once',
  async (t) => {
    const deleted = ['FACEBOOK', 'LINKEDIN', 'TWITTER']
    for (const delivery of deliveries) {
      if (deleted.includes(delivery.platform)) await deleteAtNetwork(delivery)
    }
    await later(60)
    t.same(
      await person.notices('POST_REMOVED_AT_NETWORK'),
      [],
      'one answer without it may be a mistake',
    )
    await later(601)
    await later(601)
    const notices = await person.notices('POST_REMOVED_AT_NETWORK')
    t.same(
      notices.map(({ message }) => /is not on (\w+) any more/.exec(message)?.[1] ?? '').toSorted(),
      ['Facebook', 'LinkedIn', 'X'],
    )
    for (const [platform, { goneAt, latest }] of await numbers()) {
      t.equal(goneAt !== null, deleted.includes(platform), platform)
      t.ok(latest, `${platform}: its numbers are kept`)
    }
  },
)

/** So much later, everything that is due is asked for. */
async function later(seconds: number): Promise<void> {
  await networks.pass(seconds)
  await system.raw(
    `update social_posts set metrics_at = clock_timestamp(),
       published_at = published_at - make_interval(secs => ?),
       missing_at = missing_at - make_interval(secs => ?) where gone_at is null`,
    [seconds, seconds],
  )
  await collectMetrics(context)
}

async function numbers(): Promise<Map<string, Metrics>> {
  const found = new Map<string, Metrics>()
  for (const { id: delivery, platform } of deliveries) {
    found.set(platform, await person.ok<Metrics>('GET', `/deliveries/${delivery}/metrics`))
  }
  return found
}

/** As its owner does in the network's own app. */
async function deleteAtNetwork({ platform, platformPostId }: DeliveryView): Promise<void> {
  const row = await SocialAccount.query(system)
    .findById(accounts.get(platform) ?? '')
    .throwIfNotFound()
  const token = openToken(context.config, row, 'access_token', row.accessToken ?? '')
  const post = encodeURIComponent(platformPostId ?? '')
  const paths: Readonly<Record<string, string>> = {
    FACEBOOK: `graph.facebook.com/v25.0/${platformPostId}`,
    LINKEDIN: `api.linkedin.com/rest/posts/${post}`,
    TWITTER: `api.x.com/2/tweets/${post}`,
  }
  const response = await fetch(`${sandbox.url}/${paths[platform]}`, {
    method: 'DELETE',
    headers: {
      authorization: `Bearer ${token}`,
      'linkedin-version': '202609',
      'x-restli-protocol-version': '2.0.0',
    },
  })
  if (!response.ok) throw new Error(`${platform}: ${response.status} ${await response.text()}`)
}
