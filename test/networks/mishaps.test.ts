import t, { type Test } from 'tap'
import { picture } from '../../core/src/features/media/fixtures/media-files.ts'
import type { DeliveryView } from '../support/networks-client.ts'
import { startNetworks, type Tamper } from '../support/networks.ts'

/** The emulation's simulated limits end in seconds; those of X in a quarter of an hour. */
const tamper: Tamper = ({ url }, response) => {
  const reset = Number(response.headers['x-rate-limit-reset'])
  if (new URL(url).host !== 'api.x.com' || response.status !== 429) return response
  const headers = { ...response.headers, 'x-rate-limit-reset': String(reset + 15 * 60) }
  return { ...response, headers }
}
const networks = await startNetworks(t, { variables: { PUBLISHING_QUIET: '2s' }, tamper })
const { sandbox } = networks
const person = await networks.tenant()
const photo = await person.upload(
  'photo.jpg',
  'image/jpeg',
  await picture('jpeg', { width: 800, height: 800 }),
)

await t.test('a limit in the middle of a thread: it goes on later, nothing twice', async (t) => {
  const account = await person.connect('TWITTER', 'talker')
  const at = { network: 'twitter', operation: 'create_post', account: 'talker' } as const
  await sandbox.arm({ ...at, fault: 'slow', milliseconds: 1 })
  await sandbox.arm({ ...at, fault: 'rate_limited' })
  const thread = [{ content: 'Second.' }, { content: 'Third.' }]
  const id = await person.publish({ content: 'First.', socialAccountIds: [account], thread })
  const [limited] = await person.until(id, ['retry_wait'], ({ parts }) => parts.length === 1)
  t.match(limited.error, { code: 'rate_limited', networkMessage: /\w/, until: /^20/, remedy: /\w/ })
  t.match(await person.account(account), {
    isActive: true,
    health: { pausedUntil: /^20/, pausedBecause: 'rate_limited' },
  })
  const [told, ...more] = await person.notices('PUBLISHING_PAUSED')
  t.match(told, { link: `/posts/${id}`, message: /^TWITTER \(talker\): X is limiting/ })
  t.ok(told?.message.includes(`"${limited.error?.networkMessage}"`), 'with the words of X')
  t.match(told?.message, /in part.*UTC\. Nothing: .*publish less/, 'and what there is to do')
  t.same(more, [], 'once')
  await networks.pass(16 * 60)
  const [ended] = await person.until(id, ['published', 'failed', 'needs_attention'])
  t.match(ended, { state: 'published', error: null, parts: [{}, {}, {}] })
  const posts = await sandbox.published('twitter', 'talker')
  t.same(
    posts.map(({ text, inReplyTo }) => ({ text, inReplyTo })),
    [
      { text: 'First.', inReplyTo: null },
      { text: 'Second.', inReplyTo: posts[0]?.id },
      { text: 'Third.', inReplyTo: posts[1]?.id },
    ],
  )
})

await t.test('a page that the person no longer administers', async (t) => {
  const target = 'losesrole-page'
  const page = await person.connect('FACEBOOK', 'losesrole', { target })
  const company = await person.connect('LINKEDIN', 'dismissed')
  await sandbox.advance(601)

  const id = await person.publish({ content: 'Still ours?', socialAccountIds: [page] })
  const [waiting] = await person.until(id, ['retry_wait', 'failed'])
  t.match(waiting, { state: 'retry_wait', error: { code: 'reauth', networkCode: /^190/ } })
  t.match(await person.account(page), { health: { status: 'needs_reconnect' } })
  t.match(await person.notices('ACCOUNT_NEEDS_RECONNECT'), [{ title: /losesrole-page/ }])
  const again = await person.reconnect(page, 'losesrole')
  t.match(again, { status: 'failed', error: { message: /\w/, remedy: /\w/ } }, 'told to the person')

  const other = await person.publish({ content: 'Still there?', socialAccountIds: [company] })
  const [failed] = await person.until(other, ['failed', 'retry_wait', 'needs_attention'])
  t.match(failed, {
    state: 'failed',
    error: { code: 'permission', message: /role/, remedy: /administrator/, networkMessage: /\w/ },
  })
  t.match(await person.account(company), { isActive: true }, 'a 403 disconnects nobody')
  await tellsWhy(t, failed)
})

await t.test('a permission that was not granted is named, and said by the network', async (t) => {
  const cases = [
    ['FACEBOOK', 'partly', 'pages_show_list,pages_read_engagement', 'pages_manage_posts'],
    ['INSTAGRAM', 'partly', 'instagram_business_basic', 'instagram_business_content_publish'],
    ['TIKTOK', 'partly', 'user.info.basic,user.info.profile', 'video.publish'],
    ['LINKEDIN', 'nopage-partly', 'r_basicprofile r_organization_social', 'w_member_social'],
    ['TWITTER', 'partly', 'tweet.read tweet.write users.read offline.access', 'media.write'],
  ] as const
  for (const [platform, handle, granted, missing] of cases) {
    // LinkedIn and X ask for everything or nothing: less is granted where less was asked for.
    const asked = granted.includes(' ') ? { scope: granted } : { sandbox_scopes: granted }
    const id = await person.connect(platform, handle, asked)
    const { health } = await person.account(id)
    const named = health.missingScopes.find(({ name }) => name === missing)
    t.match(named, { without: /\w/ }, `${platform}: ${missing}`)
    const post = await person.publish({
      content: 'May we?',
      socialAccountIds: [id],
      mediaIds: [photo],
      overrides:
        platform === 'TIKTOK' ? { TIKTOK: { options: { privacyLevel: 'SELF_ONLY' } } } : {},
    })
    const [failed] = await person.until(post, ['failed', 'published', 'needs_attention'])
    t.match(failed, {
      state: 'failed',
      error: { code: 'permission', source: 'user', remedy: /onnect/, networkMessage: /\w/ },
    })
    t.match(await person.account(id), { isActive: true })
    await tellsWhy(t, failed)
  }
})

await t.test('HTML in the place of an answer leaves it open, and a person decides', async (t) => {
  const account = await person.connect('LINKEDIN', 'gateway', { target: 'gateway' })
  const id = await person.publish({ content: 'Hello?', socialAccountIds: [account] })
  const [unknown] = await person.until(id, ['unknown', 'reconciling', 'needs_attention'])
  t.match(unknown.error, { code: /outcome_unknown|needs_person/ })
  for (let looks = 0; looks < 40; looks += 1) {
    const [{ state } = { state: '' }] = await person.deliveries(id)
    if (state === 'needs_attention') break
    await networks.pass(120)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  const [open] = await person.until(id, ['needs_attention'])
  t.match(await person.notices('DELIVERY_NEEDS_ATTENTION'), [{ message: /LINKEDIN.*Look at/ }])
  t.same(await sandbox.published('linkedin', 'gateway'), [], 'nothing was sent again by itself')
  await person.ok('POST', `/deliveries/${open.id}/resolve`, { outcome: 'not_published' })
  await person.ok('POST', `/deliveries/${open.id}/retry`)
  await person.until(id, ['published'])
  t.equal((await sandbox.published('linkedin', 'gateway')).length, 1)
})

await t.test('half an answer to what can be repeated is asked for again', async (t) => {
  const account = await person.connect('TWITTER', 'halves')
  const at = { network: 'twitter', account: 'halves' } as const
  await sandbox.arm({ ...at, operation: 'initialize_media', fault: 'garbage_reply' })
  await sandbox.arm({ ...at, operation: 'upload_media', fault: 'garbage_reply' })
  const body = { content: 'Half.', socialAccountIds: [account], mediaIds: [photo] }
  const id = await person.publish(body)
  const [waiting] = await person.until(id, ['retry_wait'])
  t.match(waiting.error, { code: 'transient', remedy: /again/ })
  await networks.pass(60)
  await person.until(id, ['published'])
  t.equal((await sandbox.published('twitter', 'halves')).length, 1)
})

/** The notification says what the delivery says: what happened, and what to do. */
async function tellsWhy(t: Test, { postId, error }: DeliveryView): Promise<void> {
  const notice = (await person.notices('POST_FAILED')).find(
    ({ link }) => link === `/posts/${postId}`,
  )
  t.ok(error !== null && notice?.message.includes(error.message), 'the notification says why')
  t.ok(error !== null && notice?.message.includes(error.remedy), 'and what to do')
}

await t.test(
  'a post that TikTok still fetches is called off, and one that it has cannot be',
  async (t) => {
    const account = await person.connect('TIKTOK', 'lighthouse')
    await sandbox.arm({ network: 'tiktok', operation: 'init_content', fault: 'processing_slow' })
    const post = {
      content: 'Not this one.',
      mediaIds: [photo],
      socialAccountIds: [account],
      overrides: { TIKTOK: { options: { privacyLevel: 'PUBLIC_TO_EVERYONE' } } },
    }
    const id = await person.publish(post)
    const [working] = await person.until(id, ['processing'])
    const answer = await person.send<DeliveryView>('POST', `/deliveries/${working.id}/cancel`)
    t.match(answer, { status: 200, data: { state: 'processing', calledOffAt: /^20/ } })
    const [ended] = await person.until(id, ['canceled', 'published', 'failed'])
    t.match(ended, { state: 'canceled', calledOffAt: null })
    t.same(await sandbox.published('tiktok', 'lighthouse'), [])

    const other = await person.publish({ ...post, content: 'But this one.' })
    const [there] = await person.until(other, ['published', 'failed'])
    const late = await person.send('POST', `/deliveries/${there.id}/cancel`)
    t.match(late, { status: 409, error: { code: 'CONFLICT' } })
    t.match(await sandbox.published('tiktok', 'lighthouse'), [{ text: 'But this one.' }])
  },
)
