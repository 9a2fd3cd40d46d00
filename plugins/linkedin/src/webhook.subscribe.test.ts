import t from 'tap'
import type { ConnectorHttp, FindCall } from '@t21/plugin-kit'
import { failureOf, json, raw, scriptedHttp, type Exchange } from '@t21/plugin-kit/testing'
import {
  approved,
  asks,
  exchange,
  memberCall,
  pageCall,
  problem,
  selfServe,
} from '../test/calls.ts'
import { factsOf } from './facts.ts'
import { connector } from './index.ts'
import type { Settings } from './settings.ts'

const configured: Settings = { ...approved, applicationId: '210' }
const callback = { url: 'https://t21.example/v1/webhooks/linkedin' }

const whoAmI: Exchange = exchange(
  { method: 'GET', url: 'https://api.linkedin.com/v2/me', auth: { bearer: 'ada-token' } },
  json(200, { id: 'ada-1', localizedFirstName: 'Ada' }),
)
const asked = asks(
  'PUT',
  '/eventSubscriptions/(developerApplication:urn%3Ali%3AdeveloperApplication%3A210,' +
    'user:urn%3Ali%3Aperson%3Aada-1,entity:urn%3Ali%3Aorganization%3A7,' +
    'eventType:ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS)',
  { json: { webhook: callback.url } },
)

async function subscribed(call: FindCall<Settings>): Promise<void> {
  await connector.webhook?.subscribe?.(call, callback)
}

function administrated(http: ConnectorHttp, more: Partial<FindCall<Settings>> = {}) {
  return pageCall(http, { settings: configured, ...more })
}

t.test(
  'a page is subscribed to in the name of its administrator, with raw structure',
  async (t) => {
    await subscribed(administrated(scriptedHttp(t, whoAmI, exchange(asked, raw(204)))))
    await subscribed(administrated(scriptedHttp(t, whoAmI, exchange(asked, raw(200)))))
  },
)

t.test('where something that it takes is missing, LinkedIn is not even asked', async (t) => {
  const nobody = scriptedHttp(t)
  const page = { kind: 'organization', role: 'CONTENT_ADMINISTRATOR' } as const
  const scopes = ['r_basicprofile', 'w_organization_social', 'rw_organization_admin']
  const editor = {
    platformUserId: 'urn:li:organization:7',
    username: 'ada',
    facts: { ...factsOf(page, scopes, approved) },
  }
  await subscribed(pageCall(nobody))
  await subscribed(memberCall(nobody, { settings: configured }))
  await subscribed(administrated(nobody, { settings: { ...selfServe, applicationId: '210' } }))
  await subscribed(administrated(nobody, { account: editor }))
  await subscribed(administrated(nobody, { scopes: ['r_basicprofile', 'w_organization_social'] }))
})

t.test('a token that LinkedIn does not know yet is left for the next day', async (t) => {
  const refused = { ...whoAmI, answer: problem(401, 'Invalid access token') }
  await subscribed(administrated(scriptedHttp(t, refused)))
})

t.test('a refusal is a typed failure with the words of LinkedIn', async (t) => {
  const rows = [
    [problem(401, 'Invalid access token', { serviceErrorCode: 65600 }), 'reauth'],
    [
      problem(403, 'Not enough permissions to access: eventSubscriptions.UPDATE', {
        code: 'ACCESS_DENIED',
      }),
      'permission',
    ],
    [problem(429, 'Resource level throttle limit', { code: 'TOO_MANY_REQUESTS' }), 'rate_limited'],
    [problem(400, 'webhook is not valid', { code: 'INVALID_VALUE_FOR_FIELD' }), 'transient'],
    [raw(500, '<html>'), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    const http = scriptedHttp(t, whoAmI, exchange(asked, answer))
    const failure = await failureOf(subscribed(administrated(http)))
    t.equal(failure.kind, kind)
    t.ok(failure.details.networkCode)
  }
})
