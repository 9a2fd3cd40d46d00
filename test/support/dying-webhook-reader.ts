// A process that acts on webhooks and is killed, with SIGKILL, between acting on one and saying so.
// Arguments: the database's address, on how many it acts before that, and the accounts whose grants are dead.
import { withoutProviders } from '../../core/src/context.ts'
import { pino } from 'pino'
import { readConfig } from '../../core/src/config.ts'
import { openDatabase } from '../../core/src/db/database.ts'
import { processWebhooks } from '../../core/src/features/webhooks-in/process-webhooks.ts'
import { openConnectorHttp } from '../../core/src/plugins/connector-http.ts'
import { fakeWebhooks } from './fake-webhooks.ts'
import { memoryStorage } from './memory-storage.ts'

const [, , url = '', events = '1', ...dead] = process.argv
const database = openDatabase({ url, poolSize: 5, name: 'dying reader' })
const network = fakeWebhooks()
for (const id of dead) network.dead.add(id)
let left = Number(events)
const system = new Proxy(database.system, {
  apply(target, self, given: [string]) {
    if (given[0] === 'webhook_events' && (left -= 1) <= 0) process.kill(process.pid, 'SIGKILL')
    return Reflect.apply(target, self, given) as unknown
  },
})
await processWebhooks({
  config: readConfig({ NODE_ENV: 'test' }),
  database: { ...database, system },
  plugins: network.plugins,
  connectorHttp: openConnectorHttp({ overrides: new Map(), callTimeoutMs: 5_000 }),
  storage: memoryStorage(),
  ...withoutProviders,
  log: pino({ level: 'silent' }),
})
await database.close()
