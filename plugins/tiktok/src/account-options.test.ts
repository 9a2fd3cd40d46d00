import { Value } from 'typebox/value'
import t, { type Test } from 'tap'
import type { TSchema } from 'typebox'
import { creator, creatorInfo, ok, refusal, scriptedHttp, type Exchange } from '../test/answers.ts'
import { call, failureOf, settings } from '../test/calls.ts'
import { connector } from './index.ts'

async function optionsOf(t: Test, exchange: Exchange | null, more = {}) {
  const http = exchange ? scriptedHttp(t, exchange) : scriptedHttp(t)
  const schema = await connector.accountOptions?.(call(http, more), {})
  return JSON.parse(JSON.stringify(schema)) as TSchema & {
    properties: Record<string, { oneOf?: { const: string; title: string }[]; maximum?: number }>
  }
}

t.test('the privacy levels are those that TikTok offers now, with words for people', async (t) => {
  const answer = ok({
    ...creator,
    privacy_level_options: ['FOLLOWER_OF_CREATOR', 'SELF_ONLY', 'NEW_LEVEL'],
    max_video_post_duration_sec: 60,
  })
  const schema = await optionsOf(t, creatorInfo(answer))
  t.same(schema.properties['privacyLevel']?.oneOf, [
    { const: 'FOLLOWER_OF_CREATOR', title: 'Followers' },
    { const: 'SELF_ONLY', title: 'Only me' },
    { const: 'NEW_LEVEL', title: 'NEW_LEVEL' },
  ])
  t.equal(schema.properties['coverTimestampMs']?.maximum, 60_000)
  t.ok(Value.Check(schema, { privacyLevel: 'SELF_ONLY', allowDuet: true, mode: 'inbox' }))
  t.notOk(Value.Check(schema, { privacyLevel: 'PUBLIC_TO_EVERYONE' }), 'not offered')
  t.ok(Value.Check(schema, {}), 'nothing is preset, and validate demands a choice')
})

t.test('what the owner has switched off cannot be switched on', async (t) => {
  const answer = ok({ ...creator, comment_disabled: true, stitch_disabled: true })
  const schema = await optionsOf(t, creatorInfo(answer))
  t.notOk(Value.Check(schema, { allowComments: true }))
  t.ok(Value.Check(schema, { allowComments: false }))
  t.notOk(Value.Check(schema, { allowStitch: true }))
  t.ok(Value.Check(schema, { allowDuet: true }))
})

t.test('an app that was not audited has one privacy level', async (t) => {
  const schema = await optionsOf(t, creatorInfo(), { settings: { ...settings, audited: false } })
  t.match(schema.properties['privacyLevel']?.oneOf, [{ const: 'SELF_ONLY', title: /audited/ }])
})

t.test('the modes are those that were permitted', async (t) => {
  const inbox = await optionsOf(t, null, { scopes: ['video.upload'] })
  t.notOk(Value.Check(inbox, { mode: 'direct' }))
  t.ok(Value.Check(inbox, { mode: 'inbox' }))
  const direct = await optionsOf(t, creatorInfo(), { scopes: ['video.publish'] })
  t.notOk(Value.Check(direct, { mode: 'inbox' }))
})

t.test('with the allowance used up, the options are those that were known', async (t) => {
  const schema = await optionsOf(t, creatorInfo(refusal(200, 'spam_risk_too_many_posts')))
  t.equal(schema.properties['privacyLevel']?.oneOf?.length, 3)
  const http = scriptedHttp(t, creatorInfo(refusal(401, 'access_token_invalid')))
  const asked = connector.accountOptions?.(call(http), {})
  t.equal((await failureOf(Promise.resolve(asked))).kind, 'reauth')
})
