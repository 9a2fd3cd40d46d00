// The process under test: T21's own worker, as `t21 worker` runs it.
import { startWorker, type Worker } from '../../core/src/worker.ts'
import { answerParent } from '../support/child-process.ts'
import { benchContext, type Place } from '../support/context.ts'

let worker: Worker | undefined

answerParent(
  {
    start: (place: Place) => {
      worker = startWorker(benchContext(place), { databaseUrl: place.databaseUrl })
    },
  },
  { beforeEnd: () => worker?.stop() },
)
