import { test } from 'tap'
import { fakeWebhooks } from '../../test/support/fake-webhooks.ts'
import type { PluginRecord, PluginRegistry } from './plugins/registry.ts'
import { registerCallbacks } from './sandbox.ts'

const publicUrl = 'http://127.0.0.1:4000'

function registry(sandboxed: boolean): PluginRegistry {
  const record = (id: string): PluginRecord => ({
    package: id,
    version: '1.0.0',
    kind: 'connector',
    id,
    status: { state: 'ready', ...(sandboxed && { sandboxed }) },
  })
  return {
    ...fakeWebhooks().plugins,
    records: [record('fake'), record('mute'), record('bank'), record('model')],
  }
}

async function registered(
  plugins: PluginRegistry,
  passes: boolean,
  inboxes: { id: string }[] = [],
): Promise<{ callbacks: string[][]; warnings: object[] }> {
  const callbacks: string[][] = []
  const warnings: object[] = []
  await registerCallbacks(
    {
      async registerCallback(...callback) {
        callbacks.push(callback)
        return passes
      },
    },
    {
      plugins,
      inboxes,
      publicUrl,
      log: { warn: (details: object) => void warnings.push(details) },
    },
  )
  return { callbacks, warnings }
}

test('emulated networks whose connector takes webhooks hear where these go', async (t) => {
  t.same(await registered(registry(true), true), {
    callbacks: [['fake', `${publicUrl}/v1/webhooks/fake`]],
    warnings: [],
  })
})

test('so do emulated providers that tell this process what happened', async (t) => {
  const { callbacks } = await registered(registry(true), true, [{ id: 'bank' }])
  t.same(callbacks, [
    ['fake', `${publicUrl}/v1/webhooks/fake`],
    ['bank', `${publicUrl}/v1/webhooks/bank`],
  ])
})

test('a network with credentials of its own is not the sandbox’s to tell of', async (t) => {
  t.same((await registered(registry(false), true)).callbacks, [])
})

test('a failed handshake is a warning, and no reason not to start', async (t) => {
  const { warnings } = await registered(registry(true), false)
  t.same(warnings, [{ network: 'fake', url: `${publicUrl}/v1/webhooks/fake` }])
})
