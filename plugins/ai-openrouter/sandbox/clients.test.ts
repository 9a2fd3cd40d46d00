import { OpenRouter } from '@openrouter/sdk'
import { errorOf } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import { OpenAI } from 'openai'
import t from 'tap'
import { emulator } from './index.ts'

const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
t.teardown(() => sandbox.close())
const base = `${sandbox.url}/openrouter.ai/api/v1`
const messages = [{ role: 'user' as const, content: 'Write a post about our winter roast' }]
const model = 'openai/gpt-4o-mini'

t.test('the package "openai" asks, streams, lists models and understands refusals', async (t) => {
  const client = new OpenAI({
    baseURL: base,
    apiKey: 'sk-or-v1-sandbox',
    maxRetries: 0,
    logLevel: 'off',
  })
  const whole = await client.chat.completions.create({ model, messages })
  const text = whole.choices[0]?.message.content ?? ''
  t.match(text, /winter roast/)
  const stream = client.chat.completions.stream({ model, messages })
  t.equal(await stream.finalContent(), text)
  const models: string[] = []
  for await (const { id } of client.models.list()) models.push(id)
  t.ok(models.includes(model))
  const poor = client.withOptions({ apiKey: 'sk-or-v1-sandbox-nocredit' })
  t.match(await errorOf(poor.chat.completions.create({ model, messages })), {
    status: 402,
    code: 402,
  })
})

t.test(
  'the official package "@openrouter/sdk" asks, streams, and reads models and keys by its own schemas',
  async (t) => {
    const client = new OpenRouter({
      apiKey: 'sk-or-v1-sandbox',
      serverURL: base,
      retryConfig: { strategy: 'none' },
    })
    const asked = { model, messages }
    const whole = await client.chat.send({ chatRequest: { ...asked, stream: false } })
    t.match(whole, { model, choices: [{ finishReason: 'stop' }], usage: { cost: Number } })
    const stream = await client.chat.send({ chatRequest: { ...asked, stream: true } })
    let text = ''
    if (!(stream instanceof ReadableStream)) throw new TypeError('It should have been a stream.')
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    t.match(whole, { choices: [{ message: { content: text } }] })
    t.match(await client.apiKeys.getCurrentKeyMetadata(), { data: { limitRemaining: 10 } })
    for await (const { result } of await client.models.list()) {
      t.ok(result.data.some(({ id }) => id === model))
      break
    }
    const strange = { chatRequest: { ...asked, model: 'lab/never', stream: false as const } }
    t.match(await errorOf(client.chat.send(strange)), { error: { code: 400 } })
  },
)
