import { test } from 'tap'
import { consoleUser, testConsole } from '../../../../test/support/console.ts'

test('the queue is told by task, and workers by whether they live', async (t) => {
  const console = await testConsole(t)
  const { system } = console.database
  // The queue's own tables are for its owner.
  await system.raw('reset role')
  const job = (task: string, options: string) =>
    system.raw(
      `set role none; select graphile_worker.add_job('${task}', '{"mail":"secret"}'::json${options})`,
    )
  await job('mail.send', '')
  await job('mail.send', `, run_at := now() - interval '1 minute'`)
  await job('mail.send', `, run_at := now() - interval '3 minutes'`)
  await job('mail.send', `, run_at := now() + interval '1 hour'`)
  await job('webhooks.send', `, max_attempts := 1`)
  await job('webhooks.send', `, max_attempts := 5`)
  await system.raw(`update graphile_worker._private_jobs set attempts = 1, last_error = 'secret of an error'
    where task_id = (select id from graphile_worker._private_tasks where identifier = 'webhooks.send')`)
  await system.raw(`insert into workers (id, beat_at, in_flight) values
    ('here', clock_timestamp(), 7), ('silent', clock_timestamp() - interval '2 minutes', 0),
    ('long gone', clock_timestamp() - interval '2 hours', 0)`)
  await system.raw('set role t21_system')

  const { send } = await consoleUser(console, 'SUPPORT')
  const answer = await send('GET', '/api/pages/queues')
  t.equal(answer.statusCode, 200)
  t.notMatch(answer.body, 'secret', 'neither payloads nor errors')
  const { tasks, workers } = answer.json()
  t.match(tasks, [
    { task: 'mail.send', waiting: 4, running: 0, late: 2, failing: 0, failed: 0 },
    { task: 'webhooks.send', waiting: 1, running: 0, late: 0, failing: 1, failed: 1 },
  ])
  const lateFor = Date.now() - Date.parse(tasks[0].oldestLateAt)
  t.ok(lateFor > 170_000 && lateFor < 240_000, 'the oldest of those that are late')
  t.match(workers, [
    { id: 'here', alive: true, inFlight: 7 },
    { id: 'silent', alive: false },
  ])
  t.equal(workers.length, 2)
})

test('who may not read jobs gets no page of them', async (t) => {
  const console = await testConsole(t)
  for (const [role, status] of [
    ['BILLING', 403],
    ['AUDITOR', 200],
    ['ADMIN', 200],
  ] as const) {
    const { send } = await consoleUser(console, role)
    const answer = await send('GET', '/api/pages/queues')
    t.equal(answer.statusCode, status, role)
    t.equal('tasks' in answer.json(), status === 200)
  }
})
