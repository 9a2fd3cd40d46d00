import { run } from 'graphile-worker'
import pg from 'pg'
import { test } from 'tap'
import { fakeNetwork } from '../../test/support/publishing-network.ts'
import { publishingContext, scheduled, until } from '../../test/support/publishing.ts'
import { testDatabase } from '../../test/support/database.ts'
import { testContext } from '../../test/support/app.ts'
import { startWorker } from './worker.ts'

async function owner(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

const locked = `select id from graphile_worker._private_jobs where locked_at is not null`

test('a scheduled post goes out by ring, by look, and although every job was deleted', async (t) => {
  const network = await fakeNetwork(t)
  const database = await testDatabase(t)
  const { context } = await testContext(t, {
    database,
    plugins: network.plugins,
    connectorHttp: network.connectorHttp,
    variables: { PUBLISHING_POLL: '100ms' },
  })
  const worker = startWorker(context, { databaseUrl: database.url })
  t.teardown(() => worker.stop())
  const { id } = await scheduled(context, { dueAt: new Date(Date.now() + 2_000) })
  const gone = await owner(database.url, 'delete from graphile_worker._private_jobs returning id')

  await until(context, id, 'published')
  t.ok(gone.length >= 1, 'a ring was there, and was deleted')
  t.equal(network.posts.length, 1)
})

test('a clean stop leaves no job locked; with the queue’s default settings it would (R6)', async (t) => {
  const network = await fakeNetwork(t)
  const context = await publishingContext(t, network)
  const { url } = await testDatabase(t)
  const addJobs = (task: string) =>
    owner(url, `select graphile_worker.add_job('${task}') from generate_series(1, 20)`)

  // The control: jobs that finish while the runner stops, with the defaults.
  const slow = { slow: () => new Promise<void>((resolve) => setTimeout(resolve, 300)) }
  const quiet = {
    noHandleSignals: true,
    taskList: slow,
    concurrency: 5,
    connectionString: url,
    pollInterval: 50,
  }
  const leftBy = async (preset: object): Promise<number> => {
    await addJobs('slow')
    const runner = await run({ ...quiet, ...preset })
    await new Promise((resolve) => setTimeout(resolve, 250))
    await runner.stop()
    const left = (await owner(url, locked)).length
    await owner(url, 'delete from graphile_worker._private_jobs')
    return left
  }
  t.ok((await leftBy({})) > 0, 'the defaults leave jobs locked')
  t.equal(
    await leftBy({ preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } } }),
    0,
  )

  await addJobs('publishing.ring')
  const worker = startWorker(context, { databaseUrl: url })
  await new Promise((resolve) => setTimeout(resolve, 300))
  await worker.stop()
  t.equal((await owner(url, locked)).length, 0, 'ours leaves none')
})
