import t, { type Test } from 'tap'
import type { Checkpoint } from '@t21/plugin-kit'
import { asks, ok, raw, refusal, scriptedHttp } from '../test/answers.ts'
import { call, failureOf, videoPost } from '../test/calls.ts'
import { pull } from './checkpoint.ts'
import { connector } from './index.ts'

const id = 'v_pub_url~v2.7'
const request = asks('post/publish/cancel', { publish_id: id })

async function canceled(
  t: Test,
  answer: ReturnType<typeof ok>,
  checkpoint: Checkpoint = pull(id),
): Promise<unknown> {
  const http = scriptedHttp(t, { request, answer })
  return await connector.cancel?.(call(http), videoPost(1), checkpoint)
}

t.test('TikTok is asked to give up what it fetches, by its publish id', async (t) => {
  t.same(await canceled(t, ok({})), { state: 'requested' })
})

t.test('what is there, or was never fetched, cannot be called off any more', async (t) => {
  t.same(await canceled(t, refusal(400, 'publish_not_cancellable')), { state: 'too_late' })
  t.same(await canceled(t, refusal(200, 'publish_not_cancellable')), { state: 'too_late' })
})

t.test('an uploaded video is published by its last byte, so nothing is asked', async (t) => {
  for (const state of ['uploading', 'ready', 'sent']) {
    const uploaded: Checkpoint = {
      v: 1,
      state,
      source: 'FILE_UPLOAD',
      publishId: 'v_pub_file~v2-1.7',
      uploadUrl: 'https://open-upload.tiktokapis.com/video/?upload_id=7',
      expiresAt: '2026-11-22T12:50:00.000Z',
      sourceId: 'video-1',
      size: 1000,
      told: '',
      offset: 0,
      asked: 0,
    }
    const answer = await connector.cancel?.(call(scriptedHttp(t)), videoPost(1), uploaded)
    t.same(answer, { state: 'too_late' }, state)
  }
})

t.test('any other answer is a failure: it is asked again, or a person acts', async (t) => {
  const rows = [
    [refusal(401, 'access_token_invalid'), 'reauth'],
    [refusal(401, 'scope_not_authorized'), 'permission'],
    [refusal(400, 'token_not_authorized_for_specified_publish_id'), 'permission'],
    [refusal(429, 'rate_limit_exceeded'), 'rate_limited'],
    [refusal(400, 'invalid_publish_id'), 'transient'],
    [refusal(400, 'invalid_params', 'invalid_publish_id'), 'transient'],
    [refusal(500, 'internal_error'), 'transient'],
    [raw(200, '<html>'), 'transient'],
    [raw(200), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    t.equal((await failureOf(canceled(t, answer))).kind, kind)
  }
})

t.test('without a publish id nothing can be asked for', async (t) => {
  for (const checkpoint of [{}, pull(null)]) {
    const asked = connector.cancel?.(call(scriptedHttp(t)), videoPost(1), checkpoint)
    t.equal((await failureOf(Promise.resolve(asked))).kind, 'transient')
  }
})
