// The connector and the emulation, which know nothing of each other, on one table.
import t from 'tap'
import type { Checkpoint, ConnectorCall, FindCall, PublishPart } from '@t21/plugin-kit'
import { connector } from '../src/index.ts'
import type { Settings } from '../src/settings.ts'
import { emulator } from '../sandbox/index.ts'
import { createLab, consent, callback } from '../sandbox/support/lab.ts'
import { mp4, png } from '@t21/plugin-kit/sandbox/testing'
import { file, part, failureOf } from './calls.ts'
import { labHttp } from './lab-http.ts'

const settings: Settings = {
  instanceUrl: 'https://mastodon.example/',
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-secret',
}
const verifier = 'a-verifier-that-is-long-enough-for-anybody-12345'

async function connect(handle = 'ada', after?: Parameters<typeof labHttp>[1]) {
  const lab = createLab()
  const http = labHttp(lab, after)
  const grant = await connector.oauth.exchange(
    { http, settings },
    { code: await consent(lab, handle), redirectUri: callback, codeVerifier: verifier },
  )
  const [account] = await connector.accounts({ http, settings }, grant)
  if (account === undefined) throw new Error('No account.')
  const call = (more: Partial<FindCall<Settings>> = {}): FindCall<Settings> => ({
    http,
    settings,
    accessToken: grant.accessToken,
    scopes: grant.scopes,
    account,
    now: lab.context.now(),
    intentAt: lab.context.now(),
    claimedRemoteIds: [],
    ...more,
  })
  return { lab, call, account, grant }
}

async function prepare(
  call: () => ConnectorCall<Settings>,
  lab: { advance(seconds: number): void },
  what: PublishPart,
  from: Checkpoint | null = null,
): Promise<Checkpoint> {
  let checkpoint = from
  for (let steps = 0; steps < 20; steps += 1) {
    const result = await connector.prepare(call(), what, checkpoint)
    // As T21 stores it.
    checkpoint = JSON.parse(JSON.stringify(result.checkpoint)) as Checkpoint
    if (result.state === 'ready') return checkpoint
    lab.advance(result.retryAfterSeconds)
  }
  throw new Error('Never ready.')
}

t.test('somebody connects, and the limits of the instance come along', async (t) => {
  const { account, call, grant } = await connect('locked_ada')
  t.match(account, {
    username: 'locked_ada',
    profileUrl: 'https://mastodon.example/@locked_ada',
    facts: { limits: { maxCharacters: 500, pollOptions: 4 }, visibility: 'private' },
  })
  t.match(await connector.account?.(call()), { username: 'locked_ada', limits: { length: 0 } })
  await connector.oauth.revoke?.(call(), { accessToken: grant.accessToken })
  t.equal((await failureOf(connector.accounts(call(), grant))).kind, 'reauth')
})

t.test('a post with a picture and a described video part by part', async (t) => {
  const { lab, call } = await connect()
  const picture = png(4, 3)
  const what = part({
    text: 'Look',
    media: [
      {
        ...file({ mimeType: 'image/png', size: picture.length, altText: 'Grey' }),
        read: async () => picture,
      },
    ],
    options: { visibility: 'unlisted', contentWarning: 'Eye contact', language: 'en' },
  })
  const first = await connector.commit(call(), what, await prepare(call, lab, what))
  t.equal(first.state, 'published')
  const rootId = first.state === 'published' ? first.remoteId : ''

  const film = mp4(900)
  const next = part({
    kind: 'thread',
    position: 1,
    text: 'And on',
    media: [
      {
        ...file({ kind: 'video', mimeType: 'video/mp4', size: film.length }),
        read: async () => film,
      },
    ],
    previous: { rootId, parentId: rootId },
  })
  await connector.commit(call(), next, await prepare(call, lab, next))

  t.match(emulator.published(lab.context), [
    {
      text: 'And on',
      inReplyTo: rootId,
      media: [{ kind: 'video' }],
      labels: { visibility: 'unlisted', 'content warning': 'Eye contact' },
    },
    { text: 'Look', media: [{ altText: 'Grey' }], labels: { visibility: 'unlisted' } },
  ])
})

t.test('a lost answer: the post is found, and sending it again makes no second one', async (t) => {
  let lose = true
  const { lab, call } = await connect('ada', (path, method) =>
    lose && method === 'POST' && path === '/api/v1/statuses' ? 'is lost' : 'arrives',
  )
  const what = part({ text: 'Once\n\nonly & <here> https://example.com/a?b=c' })
  const checkpoint = await prepare(call, lab, what)
  t.equal((await failureOf(connector.commit(call(), what, checkpoint))).kind, 'transient')
  const found = await connector.find(call(), what, checkpoint)
  t.equal(found.state, 'found')

  lose = false
  lab.advance(3000)
  const again = await connector.commit(call(), what, await prepare(call, lab, what, checkpoint))
  t.match(again, { state: 'published', remoteId: found.state === 'found' ? found.remoteId : '' })
  t.equal(emulator.published(lab.context).length, 1)
})

t.test('what was not sent is absent, also beside a post with other words', async (t) => {
  const { lab, call } = await connect()
  const other = part({ text: 'Other' })
  await connector.commit(call(), other, await prepare(call, lab, other))
  const what = part({ text: 'Once' })
  t.same(await connector.find(call(), what, await prepare(call, lab, what)), { state: 'absent' })
})

t.test('two parts with the same words are two posts', async (t) => {
  const { lab, call } = await connect()
  const what = part({ text: 'Again' })
  for (const checkpoint of [await prepare(call, lab, what), await prepare(call, lab, what)]) {
    await connector.commit(call(), what, checkpoint)
  }
  const [newer, older] = emulator.published(lab.context)
  t.ok(newer && older)
  const found = await connector.find(
    call({ claimedRemoteIds: [older?.id ?? ''] }),
    what,
    await prepare(call, lab, what),
  )
  t.match(found, { state: 'found', remoteId: newer?.id ?? '' })
})

t.test('a thread whose beginning is gone does not go on', async (t) => {
  const { lab, call } = await connect()
  const what = part({ kind: 'thread', position: 1, previous: { rootId: '1', parentId: '1' } })
  t.match(await failureOf(prepare(call, lab, what)), {
    kind: 'content_rejected',
    details: { field: 'thread[0].text' },
  })
})

t.test('numbers, account numbers and removal', async (t) => {
  const { lab, call } = await connect()
  const what = part()
  const result = await connector.commit(call(), what, await prepare(call, lab, what))
  const remoteId = result.state === 'published' ? result.remoteId : ''
  const asked = ['1', remoteId].map((id) => ({
    remoteId: id,
    publishedAt: new Date(0),
    options: {},
  }))
  lab.advance(24 * 60 * 60)
  const numbers = await connector.metrics?.(call(), asked)
  t.same([...(numbers?.keys() ?? [])], [remoteId])
  t.match(numbers?.get(remoteId), { likes: Number, comments: 0, shares: Number, impressions: null })
  t.match(await connector.accountMetrics?.(call()), { posts: 1, following: 42, views: null })

  await connector.remove?.(call(), remoteId)
  await connector.remove?.(call(), remoteId)
  t.same(emulator.published(lab.context), [])
})

t.test('a suspended account, a missing permission and a limit are told apart', async (t) => {
  const { lab, call } = await connect('suspended_ada').catch(() => connect('ada'))
  for (let n = 0; n < 300; n += 1)
    await lab.call('GET', '/api/v2/instance', { token: call().accessToken })
  t.match(await failureOf(connector.accountMetrics?.(call()) ?? Promise.resolve()), {
    kind: 'rate_limited',
    details: { until: new Date('2026-11-22T12:05:00Z') },
  })
})
