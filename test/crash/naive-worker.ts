// The negative control: what most publishers do. One job a delivery; publish, then record; the queue retries.
import { flushCompileCache } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Checkpoint, CommitResult, Published } from '@t21/plugin-kit'
import { run } from 'graphile-worker'
import type { ClaimedDelivery } from '../../core/src/features/publishing/claim.ts'
import { loadWork, partAt } from '../../core/src/features/publishing/work.ts'
import { accountCall } from '../../core/src/features/social-accounts/account-call.ts'
import { queueLogger } from '../../core/src/jobs/queue-logger.ts'
import { obeyKillOrder, type Environment } from './environment.ts'
import { watchDeliveries } from './watching.ts'
import { crashContext } from './worker.context.ts'

const environment = JSON.parse(process.argv[2] ?? '{}') as Environment
const deliveries = watchDeliveries(environment)
const context = await crashContext(environment, { watch: deliveries.watch })
// Whoever is killed writes nothing at its end, and the next one starts sooner with it.
flushCompileCache()
const { system } = context.database

async function publish(id: string): Promise<void> {
  const row = await system('social_posts').where({ id }).first<{ state: string }>()
  if (row.state === 'published') return
  deliveries.begin(id)
  obeyKillOrder(environment, 'claimed', id)
  const send = await sender(id)
  const checkpoint = await send.prepare()
  obeyKillOrder(environment, 'intent_written', id)
  const committed = await send.commit(checkpoint)
  obeyKillOrder(environment, 'replied', id)
  const { remoteId } = await send.outcome(committed)
  await system('social_posts').where({ id }).update({
    state: 'published',
    next_at: null,
    platform_post_id: remoteId,
    published_at: new Date(),
  })
  obeyKillOrder(environment, 'recorded', id)
}

/** The connector's verbs for the one part of a delivery, from the beginning at every attempt. */
async function sender(id: string): Promise<{
  prepare(): Promise<Checkpoint>
  commit(checkpoint: Checkpoint): Promise<CommitResult>
  outcome(committed: CommitResult): Promise<Published>
}> {
  const [work] = await loadWork(context, [await claimed(id)])
  const part = work && partAt(work, 0, new Map())
  if (work?.plugin === undefined || part === undefined) throw new Error(`${id} has no work.`)
  const { connector } = work.plugin
  const { call } = await accountCall(context, work.account, work.plugin, { now: new Date() })
  return {
    async prepare() {
      let prepared = await connector.prepare(call, part, null)
      while (prepared.state === 'waiting') {
        await sleep(prepared.retryAfterSeconds * 1_000)
        prepared = await connector.prepare(call, part, prepared.checkpoint)
      }
      return prepared.checkpoint
    },
    commit: (checkpoint) => connector.commit(call, part, checkpoint),
    async outcome(committed) {
      if (committed.state === 'published') return committed
      if (connector.confirm === undefined) throw new Error('There is nothing to ask.')
      let confirmed = await connector.confirm(call, part, committed.checkpoint)
      while (confirmed.state === 'waiting') {
        await sleep(confirmed.retryAfterSeconds * 1_000)
        confirmed = await connector.confirm(call, part, confirmed.checkpoint)
      }
      return confirmed
    },
  }
}

/** A delivery as the engine claims it, as far as anything is read of it. */
async function claimed(id: string): Promise<ClaimedDelivery> {
  const { rows } = await system.raw<{ rows: ClaimedDelivery[] }>(
    `select id, organization_id as "organizationId", post_id as "postId",
       social_account_id as "socialAccountId", platform, part, parts from social_posts where id = ?`,
    [id],
  )
  const [row] = rows
  if (row === undefined) throw new Error(`${id} is not there.`)
  return row
}

await run({
  connectionString: environment.databaseUrl,
  // A kill hits its neighbours too: with many of them, their attempts are used up before they get anywhere.
  concurrency: 4,
  pollInterval: 100,
  logger: queueLogger(context.log),
  taskList: { naive: (payload) => publish((payload as { id: string }).id) },
  preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
})
