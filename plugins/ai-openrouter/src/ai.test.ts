import type { Ai, AiRequest, AiStep } from '@t21/plugin-kit'
import { scriptedHost, type SentRequest } from '@t21/plugin-kit/testing'
import { test } from 'tap'
import { events } from '../test/events.ts'
import { provider } from './index.ts'

const request: AiRequest = {
  model: 'lab/small',
  messages: [
    { role: 'system', parts: [{ kind: 'text', text: 'Be kind.' }] },
    { role: 'user', parts: [{ kind: 'text', text: 'Hello' }] },
  ],
  maxOutputTokens: 50,
  temperature: 0.5,
  caller: 'somebody',
}
const call = { signal: new AbortController().signal }
const usage = { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15, cost: 0.000_421 }

function open(...answers: (Response | Error)[]): { ai: Ai; sent: readonly SentRequest[] } {
  const { host, sent } = scriptedHost(...answers)
  const settings = { apiKey: 'sk-or-secret', siteUrl: 'https://t21.example', siteName: 'T21' }
  return { ai: provider.open(settings, host), sent }
}

function completion(message: object, finish = 'stop'): Response {
  const choice = { index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }
  return Response.json({ id: 'gen-1', model: 'lab/small-2', choices: [choice], usage })
}

function chunk(content: string, more: object = {}): object {
  const choice = { index: 0, delta: { role: 'assistant', content }, finish_reason: null, ...more }
  return { id: 'gen-1', object: 'chat.completion.chunk', model: 'lab/small-2', choices: [choice] }
}

async function all(steps: AsyncIterable<AiStep>): Promise<AiStep[]> {
  const seen: AiStep[] = []
  for await (const step of steps) seen.push(step)
  return seen
}

const answer = {
  id: 'gen-1',
  text: 'Hello, you',
  model: 'lab/small-2',
  finish: 'complete',
  usage: { inputTokens: 12, outputTokens: 3, costMicroUsd: 421 },
}

test('a call says what is asked, in whose name, and wants to know what it costs', async (t) => {
  const { ai, sent } = open(completion({ content: 'Hello, you' }))
  t.same(await ai.generate(request, call), answer)
  t.match(sent[0], {
    url: 'https://openrouter.ai/api/v1/chat/completions',
    method: 'POST',
    json: {
      model: 'lab/small',
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Hello' },
      ],
      max_tokens: 50,
      temperature: 0.5,
      user: 'somebody',
      usage: { include: true },
    },
  })
  const headers = sent[0]?.headers
  t.equal(headers?.get('authorization'), 'Bearer sk-or-secret')
  t.equal(headers?.get('http-referer'), 'https://t21.example')
  t.equal(headers?.get('x-title'), 'T21')
})

test('a picture goes along as its bytes, and a schema is to be kept strictly', async (t) => {
  const { ai, sent } = open(completion({ content: '{}' }))
  const bytes = Buffer.from('xxpicturexx').subarray(2, 9)
  await ai.generate(
    {
      ...request,
      messages: [
        {
          role: 'user',
          parts: [
            { kind: 'text', text: 'What is it?' },
            { kind: 'image', mediaType: 'image/png', bytes },
          ],
        },
      ],
      schema: { name: 'caption', schema: { type: 'object' } },
    },
    call,
  )
  t.match(sent[0]?.json, {
    messages: [
      {
        content: [
          { type: 'text', text: 'What is it?' },
          {
            type: 'image_url',
            image_url: {
              url: `data:image/png;base64,${Buffer.from('picture').toString('base64')}`,
            },
          },
        ],
      },
    ],
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'caption', strict: true, schema: { type: 'object' } },
    },
  })
})

test('an answer says how it ended', async (t) => {
  const { ai } = open(
    completion({ content: 'Hello, y' }, 'length'),
    completion({ content: '' }, 'content_filter'),
  )
  t.match(await ai.generate(request, call), { text: 'Hello, y', finish: 'length' })
  t.match(await ai.generate(request, call), { text: '', finish: 'filtered' })
})

test('no answer, half of one, and one that broke off are no answers', async (t) => {
  for (const broken of [
    Response.json({ id: 'gen-1', choices: [] }),
    Response.json({ id: 'gen-1' }),
    Response.json('hello'),
    new Response('{"id":"gen-1","cho', { headers: { 'content-type': 'application/json' } }),
    new Response('<html>'),
    completion({ content: '' }),
    completion({ content: 'Hello' }, 'error'),
    new TypeError('fetch failed'),
  ]) {
    const { ai } = open(broken)
    await t.rejects(ai.generate(request, call), { name: 'ProviderFailure', kind: 'transient' })
  }
})

test('what a model does not want to say, it declined', async (t) => {
  const { ai } = open(completion({ content: null, refusal: 'I would rather not.' }))
  await t.rejects(ai.generate(request, call), { kind: 'declined', message: /rather not/ })
})

test('a stream is text as it comes, and the whole answer with its cost at the end', async (t) => {
  const end = { delta: { content: '' }, finish_reason: 'stop' }
  const { ai, sent } = open(
    events(
      ': OPENROUTER PROCESSING',
      chunk('Hello'),
      chunk(', you'),
      chunk('', end),
      { ...chunk('', end), usage },
      'data: [DONE]',
    ),
  )
  t.same(await all(ai.stream(request, call)), [
    { kind: 'text', text: 'Hello' },
    { kind: 'text', text: ', you' },
    { kind: 'answer', answer },
  ])
  t.match(sent[0]?.json, { stream: true, stream_options: { include_usage: true } })
})

test('a usage without a choice, as other services of the protocol send it, is read too', async (t) => {
  const { ai } = open(
    events(
      chunk('Hello, you', { finish_reason: 'stop' }),
      { ...chunk(''), choices: [], usage },
      'data: [DONE]',
    ),
  )
  t.same((await all(ai.stream(request, call))).at(-1), { kind: 'answer', answer })
})

test('an error in the middle of a stream is a failure after the text', async (t) => {
  const error = {
    code: 429,
    message: 'Rate limit exceeded',
    metadata: { error_type: 'rate_limit_exceeded' },
  }
  const { ai } = open(events(chunk('Hello'), { ...chunk('', { finish_reason: 'error' }), error }))
  const seen: AiStep[] = []
  await t.rejects(
    async () => {
      for await (const step of ai.stream(request, call)) seen.push(step)
    },
    { name: 'ProviderFailure', kind: 'rate_limited', code: 'rate_limit_exceeded' },
  )
  t.same(seen, [{ kind: 'text', text: 'Hello' }])
})

test('a stream that ends before its end is no answer', async (t) => {
  for (const cut of [events(chunk('Hello')), events(chunk('Hello'), 'data: {"id"'), events()]) {
    const { ai } = open(cut)
    await t.rejects(all(ai.stream(request, call)), { name: 'ProviderFailure', kind: 'transient' })
  }
})

test('a call that was ended fails with the reason for it, before, during and in a stream', async (t) => {
  const reason = new Error('The client went.')
  const over = AbortSignal.abort(reason)
  const { ai, sent } = open()
  await t.rejects(ai.generate(request, { signal: over }), reason)
  await t.rejects(ai.models({ signal: over }), reason)
  await t.rejects(all(ai.stream(request, { signal: over })), reason)
  t.equal(sent.length, 0)

  const ending = new AbortController()
  const streaming = open(events(chunk('Hello'), chunk(', you')))
  await t.rejects(async () => {
    for await (const _ of streaming.ai.stream(request, ending)) ending.abort(reason)
  }, reason)
  t.ok(streaming.sent[0]?.signal.aborted)
})

test('who leaves a stream early ends the call', async (t) => {
  const { ai, sent } = open(events(chunk('Hello'), chunk(', you')))
  for await (const _ of ai.stream(request, call)) break
  t.ok(sent[0]?.signal.aborted)
})

test('models say what they can do', async (t) => {
  const model = {
    id: 'lab/small',
    context_length: 8192,
    architecture: { input_modalities: ['text'], output_modalities: ['text'] },
    supported_parameters: ['max_tokens', 'response_format'],
  }
  const able = {
    id: 'lab/large',
    context_length: null,
    architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
    supported_parameters: ['response_format', 'structured_outputs'],
  }
  const painter = { ...able, id: 'lab/painter' }
  painter.architecture = { input_modalities: ['text'], output_modalities: ['image'] }
  const { ai, sent } = open(
    Response.json({ data: [model], links: { next: '/api/v1/models?offset=1' } }),
    Response.json({ data: [able, painter], links: { next: null } }),
    Response.json([]),
  )
  t.same(await ai.models(call), [
    { id: 'lab/small', seesImages: false, keepsSchema: false, contextTokens: 8192 },
    { id: 'lab/large', seesImages: true, keepsSchema: true, contextTokens: 0 },
  ])
  t.same(
    sent.map(({ url }) => url),
    ['https://openrouter.ai/api/v1/models', 'https://openrouter.ai/api/v1/models?offset=1'],
  )
  await t.rejects(ai.models(call), { name: 'ProviderFailure', kind: 'transient' })
})
