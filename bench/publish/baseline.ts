// The process to compare with: graphile-worker and one HTTP call a job, and nothing else. A job that dies is
// run again by it, so this publishes twice and calls lost whatever a crash hits; it is a measure of speed only.
import { Logger, run, type Runner } from 'graphile-worker'
import { Agent, request } from 'undici'
import { answerParent } from '../support/child-process.ts'

/** How graphile-worker is set. */
export interface QueueSettings {
  readonly concurrency: number
  /** Jobs fetched by one statement; none: one statement a job. */
  readonly localQueue?: number
}

let runner: Runner | undefined

/** One line a job on the console would be measured too. */
const quiet = new Logger(() => () => undefined)

answerParent(
  {
    async start(place: QueueSettings & { databaseUrl: string; networkUrl: string }) {
      const agent = new Agent({ connections: place.concurrency, pipelining: 1 })
      runner = await run({
        connectionString: place.databaseUrl,
        concurrency: place.concurrency,
        maxPoolSize: 10,
        noHandleSignals: true,
        logger: quiet,
        taskList: {
          async post(payload) {
            const { text } = payload as { text: string }
            const response = await request(`${place.networkUrl}/2/tweets`, {
              method: 'POST',
              dispatcher: agent,
              headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
              body: JSON.stringify({ text }),
            })
            const answer = (await response.body.json()) as { data?: { id?: string } }
            if (response.statusCode !== 201 || answer.data?.id === undefined) {
              throw new Error(`The network answered ${response.statusCode}.`)
            }
          },
        },
        preset: {
          worker: {
            pollInterval: 1_000,
            // The same as T21's own queue: finished jobs are written down together.
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
            ...(place.localQueue !== undefined && { localQueue: { size: place.localQueue } }),
          },
        },
      })
    },
  },
  { beforeEnd: () => runner?.stop() },
)
