import t, { type Test } from 'tap'
import type { PublishPart } from '@t21/plugin-kit'
import { asks, raw, refusal, scriptedHttp, status } from '../test/answers.ts'
import { call, failureOf, photoPost, settings, videoPost } from '../test/calls.ts'
import { pull } from './checkpoint.ts'
import { connector } from './index.ts'

const id = 'v_pub_url~v2.7'
const accepted = pull(id)

function confirmed(t: Test, data: unknown, what: PublishPart = videoPost(1), more = {}) {
  const http = scriptedHttp(t, status(data, id))
  return Promise.resolve(connector.confirm?.(call(http, more), what, accepted))
}

t.test('a public post has its final id and an address', async (t) => {
  const complete = {
    status: 'PUBLISH_COMPLETE',
    publicaly_available_post_id: ['7345000000000000001'],
  }
  t.same(await confirmed(t, complete), {
    state: 'published',
    remoteId: '7345000000000000001',
    url: 'https://www.tiktok.com/@ada/video/7345000000000000001',
  })
  t.match(await confirmed(t, { ...complete, publicaly_available_post_id: [42] }), {
    remoteId: '42',
  })
  t.match(await confirmed(t, complete, photoPost(1)), {
    url: 'https://www.tiktok.com/@ada/photo/7345000000000000001',
  })
})

t.test('a public post without an id yet goes by its publish id, provisionally', async (t) => {
  for (const ids of [[], null, undefined]) {
    const complete = { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: ids }
    t.same(await confirmed(t, complete), { state: 'published', remoteId: id, provisional: true })
  }
})

t.test('a post that is not public never gets an id, which is a success', async (t) => {
  const complete = { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: [] }
  const own = videoPost(1, { privacyLevel: 'SELF_ONLY' })
  t.same(await confirmed(t, complete, own), { state: 'published', remoteId: id })
  const more = { settings: { ...settings, audited: false } }
  t.same(await confirmed(t, complete, videoPost(1), more), { state: 'published', remoteId: id })
})

t.test('what lies in the inbox was handed over', async (t) => {
  const inbox = videoPost(1, { mode: 'inbox' })
  t.same(await confirmed(t, { status: 'SEND_TO_USER_INBOX' }, inbox), {
    state: 'published',
    remoteId: id,
    handedOver: true,
    provisional: true,
  })
})

t.test('while TikTok works, it is asked less and less often', async (t) => {
  const waits: number[] = []
  let checkpoint: Record<string, unknown> = accepted
  for (let asked = 0; asked < 6; asked += 1) {
    const http = scriptedHttp(t, status({ status: 'PROCESSING_DOWNLOAD' }, id))
    const result = await connector.confirm?.(call(http), videoPost(1), checkpoint)
    if (result?.state !== 'waiting') throw new Error('It must wait.')
    waits.push(result.retryAfterSeconds)
    checkpoint = JSON.parse(JSON.stringify(result.checkpoint)) as Record<string, unknown>
  }
  t.same(waits, [6, 12, 24, 48, 60, 60])
})

t.test(
  'a status of a newer API, and an id that TikTok does not know yet, mean waiting',
  async (t) => {
    t.match(await confirmed(t, { status: 'SOMETHING_NEW' }), { state: 'waiting' })
    t.match(await confirmed(t, { status: 'PROCESSING_UPLOAD', uploaded_bytes: 0 }), {
      state: 'waiting',
    })
    for (const answer of [
      refusal(400, 'invalid_publish_id'),
      refusal(400, 'invalid_params', 'invalid_publish_id'),
    ]) {
      const request = asks('post/publish/status/fetch', { publish_id: id })
      const http = scriptedHttp(t, { request, answer })
      t.match(await connector.confirm?.(call(http), videoPost(1), accepted), { state: 'waiting' })
    }
  },
)

t.test(
  'every reason of tiktok.md 4 for which TikTok gives a post up has its meaning',
  async (t) => {
    const rows: [string | null, string, string?][] = [
      ['file_format_check_failed', 'content_rejected', 'media[0]'],
      ['duration_check_failed', 'content_rejected', 'media[0]'],
      ['frame_rate_check_failed', 'content_rejected', 'media[0]'],
      ['picture_size_check_failed', 'content_rejected', 'media[0]'],
      ['spam_risk', 'content_rejected'],
      ['spam_risk_text', 'content_rejected', 'text'],
      ['spam_risk_too_many_posts', 'content_rejected'],
      ['publish_cancelled', 'canceled'],
      ['internal', 'preparation_lost'],
      ['video_pull_failed', 'preparation_lost'],
      ['photo_pull_failed', 'preparation_lost'],
      ['auth_removed', 'preparation_lost'],
      ['a_newer_reason', 'preparation_lost'],
      ['constructor', 'preparation_lost'],
      [null, 'preparation_lost'],
    ]
    for (const [fail_reason, kind, field] of rows) {
      const failure = await failureOf(confirmed(t, { status: 'FAILED', fail_reason }))
      t.equal(failure.kind, kind, String(fail_reason))
      t.equal(failure.details.field, field, String(fail_reason))
      t.match(failure.details.remedy, /^[A-Z].*\.$/)
      t.ok(failure.details.networkCode)
    }
  },
)

t.test('an answer that cannot be read settles nothing', async (t) => {
  const rows = [
    [refusal(401, 'access_token_invalid'), 'reauth'],
    [refusal(403, 'token_not_authorized_for_specified_publish_id'), 'permission'],
    [refusal(429, 'rate_limit_exceeded'), 'rate_limited'],
    [refusal(400, 'invalid_params'), 'transient'],
    [refusal(500, 'internal_error'), 'transient'],
    [raw(200, '<html>'), 'transient'],
    [raw(200), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    const request = asks('post/publish/status/fetch', { publish_id: id })
    const asked = connector.confirm?.(
      call(scriptedHttp(t, { request, answer })),
      videoPost(1),
      accepted,
    )
    t.equal((await failureOf(Promise.resolve(asked))).kind, kind)
  }
  const strange = connector.confirm?.(call(scriptedHttp(t)), videoPost(1), {})
  t.equal((await failureOf(Promise.resolve(strange))).kind, 'transient')
})

t.test('the final id comes later', async (t) => {
  const provisional = { remoteId: id, provisional: true as const }
  const resolved = (data: unknown, published: { remoteId: string } = provisional, of = id) =>
    connector.resolve?.(call(scriptedHttp(t, status(data, of))), published)
  const complete = { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: ['7345'] }

  t.same(await resolved(complete), {
    remoteId: '7345',
    url: 'https://www.tiktok.com/@ada/video/7345',
  })
  t.same(await resolved({ status: 'PUBLISH_COMPLETE' }), provisional)
  t.same(await resolved({ status: 'PROCESSING_DOWNLOAD' }), provisional)
  t.same(await resolved({ status: 'FAILED', fail_reason: 'internal' }), provisional)

  const handed = { remoteId: id, provisional: true as const, handedOver: true as const }
  t.same(await resolved({ status: 'SEND_TO_USER_INBOX' }, handed), handed)
  t.same(await resolved({ status: 'PUBLISH_COMPLETE' }, handed), provisional, 'its owner posted it')
  t.match(await resolved(complete, { remoteId: 'p_pub_url~v2.7' }, 'p_pub_url~v2.7'), {
    url: 'https://www.tiktok.com/@ada/photo/7345',
  })
  const final = { remoteId: '7345' }
  t.equal(await connector.resolve?.(call(scriptedHttp(t)), final), final)
})
