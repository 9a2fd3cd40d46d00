// A process that acts on what the billing provider told and is killed, with SIGKILL, between acting on one and saying so.
// Arguments: the database's address, the provider's, and on how many it acts before that.
import { pino } from 'pino'
import { readConfig } from '../../core/src/config.ts'
import { withoutProviders } from '../../core/src/context.ts'
import { openDatabase } from '../../core/src/db/database.ts'
import { billingInbox } from '../../core/src/features/billing/billing.inbox.ts'
import { processWebhooks } from '../../core/src/features/webhooks-in/process-webhooks.ts'
import { openConnectorHttp } from '../../core/src/plugins/connector-http.ts'
import { fakeBilling } from './fake-billing.ts'
import { memoryStorage } from './memory-storage.ts'

const [, , url = '', provider = '', events = '1'] = process.argv
const database = openDatabase({ url, poolSize: 5, name: 'dying reader' })
const billing = fakeBilling(provider)
let left = Number(events)
const system = new Proxy(database.system, {
  apply(target, self, given: [string]) {
    if (given[0] === 'webhook_events' && (left -= 1) <= 0) process.kill(process.pid, 'SIGKILL')
    return Reflect.apply(target, self, given) as unknown
  },
})
await processWebhooks({
  ...withoutProviders,
  billing,
  inboxes: [billingInbox('fake', billing)],
  config: readConfig({ NODE_ENV: 'test' }),
  database: { ...database, system },
  plugins: { records: [], connectors: new Map(), ready: () => undefined },
  connectorHttp: openConnectorHttp({ overrides: new Map(), callTimeoutMs: 5_000 }),
  storage: memoryStorage(),
  log: pino({ level: 'silent' }),
})
await database.close()
