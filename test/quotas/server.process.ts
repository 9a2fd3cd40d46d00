// One API process of the tests of quotas and limits: T21's server, as often as it is asked for, on a database and a disk
// that other processes share. Ends with its parent.
import { flushCompileCache } from 'node:module'
import type { AddressInfo } from 'node:net'
import { buildApp } from '../../core/src/app.ts'
import { setClockAhead } from './clock.ts'
import { controlsRoutes } from './controls.routes.ts'
import { serverContext, type ServerSettings } from './server.context.ts'

const settings = JSON.parse(process.argv[2] ?? '{}') as ServerSettings
setClockAhead(settings.clockAheadMs ?? 0)
const urls: Record<string, string> = {}
for (const [name, counters] of Object.entries(settings.servers)) {
  const app = await buildApp(serverContext(settings, counters), { passwordCost: 4 })
  await app.register(controlsRoutes)
  await app.listen({ host: '127.0.0.1', port: 0 })
  urls[name] = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}
// Whoever is killed writes nothing at its end, and the next one starts sooner with it.
flushCompileCache()
process.once('disconnect', () => process.exit(0))
process.send?.(urls)
