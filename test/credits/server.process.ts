// One API process of the tests of credits: T21's server with an AI whose manners its prompts decide. Ends with its parent.
import { flushCompileCache } from 'node:module'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { ProviderFailure } from '@t21/plugin-kit'
import { buildApp } from '../../core/src/app.ts'
import { serverContext, type ServerSettings } from '../quotas/server.context.ts'
import { fakeAi, saidBy } from '../support/fake-ai.ts'
import { naiveRoutes } from './naive.routes.ts'

const settings = JSON.parse(process.argv[2] ?? '{}') as ServerSettings
const ai = fakeAi(async (request) => {
  const asked = saidBy(request, 'user')
  // It does not even hear that time is up.
  if (asked.includes('hangs')) await new Promise(() => undefined)
  await sleep(asked.includes('slowly') ? 3_000 : 50)
  if (asked.includes('fails')) throw new ProviderFailure('transient', { message: 'It is away.' })
  return undefined
})
const app = await buildApp({ ...serverContext(settings, 'shared'), ai }, { passwordCost: 4 })
await app.register(naiveRoutes)
await app.listen({ host: '127.0.0.1', port: 0 })
const { port } = app.server.address() as AddressInfo
// Whoever is killed writes nothing at its end, and the next one starts sooner with it.
flushCompileCache()
process.once('disconnect', () => process.exit(0))
process.send?.({ t21: `http://127.0.0.1:${port}` })
