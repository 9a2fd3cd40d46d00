// One worker process of the crash tests: the real worker, which ends itself where it is ordered to.
import { startWorker } from '../../core/src/worker.ts'
import { obeyKillOrder, type Environment } from './environment.ts'
import { crashContext } from './worker.context.ts'

const environment = JSON.parse(process.argv[2] ?? '{}') as Environment
const context = crashContext(environment)
const worker = startWorker(context, {
  databaseUrl: environment.databaseUrl,
  reach: (point, deliveryId) => obeyKillOrder(environment, point, deliveryId),
})
process.once('SIGTERM', () => {
  void worker
    .stop()
    .then(() => context.database.close())
    .then(() => context.connectorHttp.close())
    .then(() => process.exit(0))
})
