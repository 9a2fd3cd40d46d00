import type { AiRequest, ProviderFailure } from '@t21/plugin-kit'
import { scriptedHost } from '@t21/plugin-kit/testing'
import { test } from 'tap'
import { provider } from './index.ts'

const request: AiRequest = {
  model: 'lab/small',
  messages: [{ role: 'user', parts: [{ kind: 'text', text: 'Hello' }] }],
  maxOutputTokens: 50,
  temperature: 0,
  caller: 'somebody',
}

async function failure(answer: Response): Promise<ProviderFailure> {
  const { host } = scriptedHost(answer)
  const ai = provider.open({ apiKey: 'sk-or-secret' }, host)
  return await ai.generate(request, { signal: new AbortController().signal }).then(
    () => Promise.reject(new Error('It should have failed.')),
    (error: ProviderFailure) => error,
  )
}

interface Said {
  readonly message?: string
  readonly metadata?: object
}

async function refusal(
  status: number,
  { message = 'No.', metadata }: Said = {},
  headers: Record<string, string> = {},
): Promise<ProviderFailure> {
  const error = { code: status, message, ...(metadata && { metadata }) }
  return await failure(Response.json({ error }, { status, headers }))
}

const flagged = { reasons: ['violence'], flagged_input: 'Hello', provider_name: 'Lab' }
const cases: readonly (readonly [number, Said, string])[] = [
  [401, { message: 'No auth credentials found' }, 'misconfigured'],
  [402, { metadata: { limit_source: 'openrouter_credits' } }, 'misconfigured'],
  [402, { metadata: { limit_source: 'openrouter_key_limit' } }, 'misconfigured'],
  [402, { metadata: { limit_source: 'openrouter_in_flight_budget' } }, 'rate_limited'],
  [402, {}, 'misconfigured'],
  [403, { metadata: flagged }, 'declined'],
  [403, { metadata: { patterns: ['ignore all previous instructions'] } }, 'declined'],
  [403, { message: 'This key may not' }, 'misconfigured'],
  [404, { message: 'No endpoints found for lab/gone.' }, 'absent'],
  [400, { message: 'lab/never is not a valid model ID' }, 'absent'],
  [400, { message: 'max_tokens: must be positive' }, 'refused'],
  [400, { metadata: { error_type: 'context_length_exceeded' } }, 'refused'],
  [400, { metadata: { error_type: 'content_policy_violation' } }, 'declined'],
  [400, { metadata: { error_type: 'invalid_image' } }, 'refused'],
  [404, { metadata: { error_type: 'image_not_found' } }, 'refused'],
  [408, {}, 'transient'],
  [413, {}, 'refused'],
  [429, {}, 'rate_limited'],
  [500, { metadata: { error_type: 'server' } }, 'transient'],
  [502, {}, 'transient'],
  [503, { metadata: { error_type: 'provider_overloaded' } }, 'transient'],
  [529, {}, 'transient'],
]

for (const [status, said, kind] of cases) {
  test(`${status} ${JSON.stringify(said)} is ${kind}`, async (t) => {
    const failed = await refusal(status, said)
    t.match(failed, { name: 'ProviderFailure', kind })
    t.equal(failed.message, `OpenRouter: ${said.message ?? 'No.'}`)
  })
}

test('an error within a success, whole or of its only choice, is told by its own code', async (t) => {
  const error = { code: 402, message: 'Insufficient credits' }
  t.match(await failure(Response.json({ error })), { kind: 'misconfigured', code: '402' })
  const message = { role: 'assistant', content: 'partial out' }
  const metadata = { error_type: 'provider_unavailable' }
  const choice = {
    message,
    finish_reason: 'error',
    error: { code: 502, message: 'Provider disconnected', metadata },
  }
  t.match(await failure(Response.json({ id: 'gen-1', choices: [choice] })), {
    kind: 'transient',
    code: 'provider_unavailable',
  })
})

test('a limit says until when, wherever it says it', async (t) => {
  const reset = { 'X-RateLimit-Reset': '1795500000000' }
  t.same((await refusal(429, {}, reset)).until, new Date(1_795_500_000_000))
  t.same(
    (await refusal(429, {}, { 'X-RateLimit-Reset': '1795500000' })).until,
    new Date(1_795_500_000_000),
  )
  const within = await refusal(429, { metadata: { headers: reset } })
  t.same(within.until, new Date(1_795_500_000_000))
  const soon = (await refusal(503, {}, { 'Retry-After': '60' })).until?.getTime() ?? 0
  t.ok(Math.abs(soon - Date.now() - 60_000) < 5_000)
  const date = await refusal(429, {}, { 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' })
  t.same(date.until, new Date('2026-10-21T07:28:00Z'))
  for (const headers of [{}, { 'Retry-After': 'later' }, { 'X-RateLimit-Reset': '' }]) {
    t.equal((await refusal(429, {}, headers)).until, undefined)
  }
})

test('an error page that is none of OpenRouter says its status', async (t) => {
  const page = new Response('<html>Bad gateway</html>', { status: 502 })
  t.match(await failure(page), { kind: 'transient', message: 'OpenRouter answered 502.' })
  t.match(await failure(new Response(null, { status: 302 })), { kind: 'transient' })
})

test('no failure has the key or a whole page in it', async (t) => {
  const failed = await refusal(400, { message: 'x'.repeat(10_000) })
  t.ok(failed.message.length < 400)
  t.notMatch(JSON.stringify(failed), /sk-or-secret/)
})
