// One worker process of the crash tests: the real worker, which ends itself where it is ordered to.
import { startWorker } from '../../core/src/worker.ts'
import { obeyKillOrder, takeOrder, type Environment } from './environment.ts'
import { watchCommits, watchRequests } from './wire.ts'
import { crashContext } from './worker.context.ts'

const environment = JSON.parse(process.argv[2] ?? '{}') as Environment
const context = crashContext(environment)
const obey = (point: string, deliveryId: string) => obeyKillOrder(environment, point, deliveryId)
const requests = watchRequests(obey)
const commits = watchCommits()
const worker = startWorker(context, {
  databaseUrl: environment.databaseUrl,
  reach(point, deliveryId) {
    obey(point, deliveryId)
    if (point === 'intent_written') requests.sendsFor(deliveryId)
    if (point !== 'replied') return
    if (takeOrder(environment, 'commit_sent', deliveryId) !== undefined) commits.cutNext()
  },
})
process.once('SIGTERM', () => {
  void worker
    .stop()
    .then(() => context.database.close())
    .then(() => context.connectorHttp.close())
    .then(() => process.exit(0))
})
