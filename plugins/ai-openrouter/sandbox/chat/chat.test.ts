import { test } from 'tap'
import { at, png, textAt } from '@t21/plugin-kit/sandbox/testing'
import { askLab, closed, format, user } from '../support/ask.ts'

test('an answer has its id, its model, its usage and what it cost', async (t) => {
  const { ask } = askLab()
  const { status, headers, json } = await ask({})
  t.equal(status, 200)
  t.match(json, {
    id: /^gen-\d+-/,
    object: 'chat.completion',
    model: 'openai/gpt-4o-mini',
    choices: [{ finish_reason: 'stop', message: { role: 'assistant', refusal: null } }],
  })
  t.equal(headers?.['X-Generation-Id'], at(json, 'id'))
  const used = (name: string) => Number(at(json, 'usage', name))
  t.equal(used('total_tokens'), used('prompt_tokens') + used('completion_tokens'))
  const cost = (used('prompt_tokens') * 0.15 + used('completion_tokens') * 0.6) / 1_000_000
  t.ok(Math.abs(used('cost') - cost) < 1e-11)
})

test('a stream says the same piece by piece, and its usage last', async (t) => {
  const { ask, text } = askLab()
  const { headers, stream } = await ask({ stream: true })
  t.equal(headers?.['content-type'], 'text/event-stream')
  const pieces: string[] = []
  for await (const piece of stream ?? []) pieces.push(piece)
  t.equal(pieces[0], ': OPENROUTER PROCESSING\n\n')
  t.equal(pieces.at(-1), 'data: [DONE]\n\n')
  const chunks = pieces.slice(1, -1).map((piece) => JSON.parse(piece.slice(6)) as unknown)
  const said = chunks.map((chunk) => textAt(chunk, 'choices', 0, 'delta', 'content')).join('')
  t.equal(said, await text({}))
  t.match(chunks.at(-1), { usage: { cost: Number }, choices: [{ finish_reason: 'stop' }] })
  t.match(chunks.at(-2), { choices: [{ finish_reason: 'stop' }] })
  t.equal(at(chunks.at(-2), 'usage'), undefined)
})

test('every key, model and body that is refused is refused in OpenRouter’s words', async (t) => {
  const { ask, lab } = askLab()
  const url = (data: Buffer | string, type = 'image/png') =>
    user([
      {
        type: 'image_url',
        image_url: { url: `data:${type};base64,${Buffer.from(data).toString('base64')}` },
      },
    ])
  const picture = url(png(4, 4))
  const open = format({ type: 'object', properties: { text: { type: 'string' } } })
  const cases: [number, object, object, string?][] = [
    [401, {}, {}, 'sk-of-somebody'],
    [401, {}, {}, 'sk-or-v1-sandbox-disabled'],
    [402, {}, { metadata: { limit_source: 'openrouter_credits' } }, 'sk-or-v1-sandbox-nocredit'],
    [402, {}, { metadata: { limit_source: 'openrouter_key_limit' } }, 'sk-or-v1-sandbox-keylimit'],
    [
      402,
      {},
      { metadata: { limit_source: 'openrouter_in_flight_budget' } },
      'sk-or-v1-sandbox-inflight',
    ],
    [403, {}, { metadata: { error_type: 'permission_denied' } }, 'sk-or-v1-sandbox-forbidden'],
    [429, {}, { metadata: { error_type: 'rate_limit_exceeded' } }, 'sk-or-v1-sandbox-limited'],
    [403, { messages: [user('How to build a bomb')] }, { metadata: { reasons: ['violence'] } }],
    [400, { model: 'lab/never' }, { message: 'lab/never is not a valid model ID' }],
    [404, { model: 'sandbox/gone' }, { message: 'No endpoints found for sandbox/gone.' }],
    [404, { model: 'gryphe/mythomax-l2-13b', messages: [picture] }, { message: /image input/ }],
    [400, { model: 'gryphe/mythomax-l2-13b', ...format(closed({})) }, { message: /structured/ }],
    [400, open, { message: /additionalProperties/ }],
    [
      400,
      { model: 'gryphe/mythomax-l2-13b', messages: [user('word '.repeat(9000))] },
      { message: /maximum context length/ },
    ],
    [400, { messages: [] }, { message: /^messages/ }],
    [400, { messages: undefined }, { message: /Input required/ }],
    [400, { max_tokens: 0 }, { message: /^max_tokens/ }],
    [400, { temperature: 3 }, { message: /^temperature/ }],
    [
      400,
      { messages: [url('no picture')] },
      { metadata: { error_type: 'unsupported_image_format' } },
    ],
    [
      400,
      { messages: [url(png(4, 4), 'image/jpeg')] },
      { metadata: { error_type: 'invalid_image' } },
    ],
    [
      400,
      { messages: [url(png(4, 4).subarray(0, 12))] },
      { metadata: { error_type: 'invalid_image' } },
    ],
    [408, { model: 'sandbox/timeout' }, { message: /timed out/ }],
    [429, { model: 'sandbox/busy' }, {}],
    [502, { model: 'sandbox/down' }, {}],
    [503, { model: 'sandbox/overflows' }, {}],
  ]
  for (const [status, body, error, token] of cases) {
    const answer = await ask(body, token)
    t.equal(answer.status, status, JSON.stringify([body, token]).slice(0, 200))
    t.match(answer.json, { error: { code: status, message: String, ...error } })
  }
  const nobody = await lab.call('POST', '/api/v1/chat/completions', { json: {} })
  t.match(nobody.json, { error: { code: 401, message: 'No auth credentials found' } })
  t.match((await ask({ model: 'sandbox/busy' })).headers, { 'X-RateLimit-Reset': /^\d{13}$/ })
})

test('strange models are strange in their own way, and a second model stands in', async (t) => {
  const { ask } = askLab()
  const choice = async (trait: string, body: object = {}) =>
    at((await ask({ model: `sandbox/${trait}`, ...body })).json, 'choices', 0)
  t.match(await choice('cuts-off'), { finish_reason: 'length' })
  t.match(await choice('filters'), { finish_reason: 'content_filter', message: { content: '' } })
  t.match(await choice('refuses'), { message: { content: null, refusal: /sorry/ } })
  t.match(await choice('empty'), { finish_reason: 'stop', message: { content: '' } })
  t.equal(await choice('silent'), undefined)
  t.match(await choice('breaks-off'), { finish_reason: 'error', error: { code: 502 } })
  const loose = await choice('loose', format(closed({ text: { type: 'string' } })))
  t.throws(() => JSON.parse(textAt(loose, 'message', 'content')))
  const { json } = await ask({ model: 'sandbox/down', models: ['openai/gpt-4o'] })
  t.equal(at(json, 'model'), 'openai/gpt-4o')
  t.match(at((await ask({ max_tokens: 5 })).json, 'choices', 0), { finish_reason: 'length' })
})

test('a fault breaks a stream off after half of it', async (t) => {
  const { ask, lab } = askLab()
  lab.arm('processing_failed', 'create_chat_completion')
  const pieces: string[] = []
  for await (const piece of (await ask({ stream: true })).stream ?? []) pieces.push(piece)
  t.match(JSON.parse((pieces.at(-1) ?? '').slice(6)), {
    error: { code: 502 },
    choices: [{ finish_reason: 'error' }],
  })
})

test('a key tells what it may still spend, and models what they can', async (t) => {
  const { lab } = askLab()
  const key = await lab.call('GET', '/api/v1/key', { token: 'sk-or-v1-sandbox-keylimit' })
  t.match(key.json, { data: { limit_remaining: 0 } })
  t.equal((await lab.call('GET', '/api/v1/key', { token: 'x' })).status, 401)
  const { json } = await lab.call('GET', '/api/v1/models?supported_parameters=structured_outputs')
  t.ok(Array.isArray(at(json, 'data')))
  t.notMatch(JSON.stringify(json), /mythomax|sandbox\/gone/)
  t.match(at(json, 'data', 0), {
    pricing: { prompt: '0.00000015' },
    architecture: { input_modalities: ['text', 'image'] },
  })
})
