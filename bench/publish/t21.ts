// The process under test: T21's own worker, as `t21 worker` runs it.
import { startWorker, type Worker } from '../../core/src/worker.ts'
import { answerParent } from '../support/child-process.ts'
import { workerContext } from './t21.context.ts'

let worker: Worker | undefined

answerParent(
  {
    start: (place: Parameters<typeof workerContext>[0]) => {
      worker = startWorker(workerContext(place), { databaseUrl: place.databaseUrl })
    },
  },
  { beforeEnd: () => worker?.stop() },
)
