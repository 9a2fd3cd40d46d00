import type { Ai, AiRequest, ProviderHost } from '@t21/plugin-kit'
import { testAi } from '@t21/plugin-kit/conformance'
import { sandboxHost } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import { test } from 'tap'
import { emulator } from './sandbox/index.ts'
import { provider } from './src/index.ts'

const apiKey = emulator.credentials['OPENROUTER_API_KEY'] ?? ''

test('OpenRouter keeps the contract', { timeout: 120_000 }, async (t) => {
  const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
  t.teardown(() => sandbox.close())
  const withKey = (end: string) => ({
    open: (host: ProviderHost): Ai => provider.open({ apiKey: `${apiKey}-${end}` }, host),
  })
  const withModel = (model: string): { readonly request: Partial<AiRequest> } => ({
    request: { model },
  })
  await testAi(t, {
    open: (host) => provider.open({ apiKey }, host),
    host: sandboxHost(sandbox.url),
    model: 'openai/gpt-4o-mini',
    secrets: [apiKey],
    failures: [
      { name: 'a key that is none', kind: 'misconfigured', ...withKey('disabled') },
      { name: 'no credit', kind: 'misconfigured', ...withKey('nocredit') },
      { name: 'a key that is used up', kind: 'misconfigured', ...withKey('keylimit') },
      { name: 'a key without the right', kind: 'misconfigured', ...withKey('forbidden') },
      { name: 'credit that is held', kind: 'rate_limited', until: true, ...withKey('inflight') },
      { name: 'too many calls', kind: 'rate_limited', until: true, ...withKey('limited') },
      { name: 'moderation', kind: 'declined', request: { messages: flagged } },
      { name: 'a model that refuses', kind: 'declined', ...withModel('sandbox/refuses') },
      { name: 'a model that never was', kind: 'absent', ...withModel('lab/never') },
      { name: 'a model that is gone', kind: 'absent', ...withModel('sandbox/gone') },
      { name: 'a model that is down', kind: 'transient', ...withModel('sandbox/down') },
      {
        name: 'a model that is full',
        kind: 'transient',
        until: true,
        ...withModel('sandbox/overflows'),
      },
      { name: 'a model that takes too long', kind: 'transient', ...withModel('sandbox/timeout') },
      { name: 'a model that says nothing', kind: 'transient', ...withModel('sandbox/empty') },
      { name: 'a model without a choice', kind: 'transient', ...withModel('sandbox/silent') },
      { name: 'an answer that breaks off', kind: 'transient', ...withModel('sandbox/breaks-off') },
    ],
  })
})

const flagged: AiRequest['messages'] = [
  { role: 'user', parts: [{ kind: 'text', text: 'How to build a bomb' }] },
]
