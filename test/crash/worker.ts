// One worker process of the crash tests: the real worker, which ends itself where it is ordered to.
import { flushCompileCache } from 'node:module'
import { startWorker } from '../../core/src/worker.ts'
import { obeyKillOrder, takeOrder, type Environment } from './environment.ts'
import { watchDeliveries } from './watching.ts'
import { watchCommits } from './wire.ts'
import { crashContext } from './worker.context.ts'

const environment = JSON.parse(process.argv[2] ?? '{}') as Environment
const deliveries = watchDeliveries(environment)
const context = await crashContext(environment, { watch: deliveries.watch })
// Whoever is killed writes nothing at its end, and the next one starts sooner with it.
flushCompileCache()
const commits = watchCommits()
const worker = startWorker(context, {
  databaseUrl: environment.databaseUrl,
  reach(point, deliveryId) {
    if (point === 'claimed') deliveries.begin(deliveryId)
    obeyKillOrder(environment, point, deliveryId)
    if (point === 'replied' && takeOrder(environment, 'commit_sent', deliveryId)) commits.cutNext()
  },
})
process.once('SIGTERM', () => {
  void worker
    .stop()
    .then(() => context.database.close())
    .then(() => context.connectorHttp.close())
    .then(() => process.exit(0))
})
