import { test } from 'tap'
import { testContext } from '../../../test/support/app.ts'
import { buildUser } from '../../../test/support/factories.ts'
import { removeOldRows, retentionRules } from './retention.ts'

test('what is past its time goes, and what is not stays', async (t) => {
  const { context } = await testContext(t)
  const { system } = context.database
  const [first, second] = [
    await buildUser(context.database),
    await buildUser(context.database),
  ].map(({ id }) => id)
  const ago = (days: number): Date => new Date(Date.now() - days * 86_400_000)
  await system('sessions').insert([
    { user_id: first, expires_at: ago(91) },
    { user_id: first, expires_at: ago(-1), revoked_at: ago(91) },
    { user_id: second, expires_at: ago(89) },
    { user_id: second, expires_at: ago(-1) },
  ])
  await system('mail_messages').insert(
    [
      { created_at: ago(31), sent_at: ago(31), next_at: null },
      { created_at: ago(31), sent_at: null, next_at: null },
      { created_at: ago(31), sent_at: null, next_at: ago(0) },
      { created_at: ago(29), sent_at: ago(29), next_at: null },
    ].map((row) => ({
      ...row,
      recipient: 'a@example.com',
      template: 't',
      subject: 's',
      body_text: 'b',
    })),
  )
  await system('rate_limits').insert([
    { key: 'old', hits: 1, granted: 0, resets_at: ago(1) },
    { key: 'new', hits: 1, granted: 0, resets_at: ago(-1) },
  ])

  const removed = await removeOldRows(context)

  t.match(removed, { sessions: 2, mail_messages: 2, rate_limits: 1 })
  t.same(await system('rate_limits').pluck('key'), ['new'])
  t.match(await removeOldRows(context), { sessions: 0, mail_messages: 0 }, 'again removes nothing')
})

test('what is past its time is found by an index, however large its table has become', async (t) => {
  const { context } = await testContext(t)
  await context.database.system.transaction(async (transaction) => {
    // On a table as empty as here, reading all of it would always be the cheapest.
    await transaction.raw('set local enable_seqscan = off')
    for (const { table, where } of retentionRules) {
      const { rows } = await transaction.raw<{ rows: { 'QUERY PLAN': string }[] }>(
        `explain delete from ${table} where ${where}`,
      )
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      t.match(plan, /Index Cond/, table)
    }
  })
})
