import { Readable } from 'node:stream'
import type { Context } from '../../context.ts'
import { keyOf } from './account-exports.service.ts'
import { exportOf } from './personal-data.ts'

/** An export that is being made is free again after this, should its process have died. */
const leaseSeconds = 600
const mostAttempts = 5
const keptDays = 7

/**
 * Makes the exports that people wait for, and removes those whose time is over. One that is made twice is the same file. For the
 * worker.
 *
 * @returns how many are ready now
 */
export async function makeExports(context: Context): Promise<number> {
  const { system } = context.database
  await removeExports(context, 'expires_at < clock_timestamp()', [])
  const { rows } = await system.raw<{ rows: { id: string; user_id: string; attempts: number }[] }>(
    `update account_exports set attempts = attempts + 1,
       lease_until = clock_timestamp() + ? * interval '1 second'
     where id in (select id from account_exports
       where status = 'waiting' and (lease_until is null or lease_until < clock_timestamp())
       order by id limit 5 for update skip locked)
     returning id, user_id, attempts`,
    [leaseSeconds],
  )
  let ready = 0
  for (const { id, user_id: userId, attempts } of rows) {
    const waiting = system('account_exports').where({ id, status: 'waiting' })
    const expires_at = system.raw(`clock_timestamp() + ? * interval '1 day'`, [keptDays])
    try {
      const content = Readable.from(exportOf(system, userId))
      const size = await context.storage.write(keyOf(id), content, 'application/json')
      ready += await waiting.update({ status: 'ready', size, expires_at })
    } catch (err) {
      context.log.warn({ err, exportId: id }, 'an export could not be made')
      if (attempts >= mostAttempts) await waiting.update({ status: 'failed', expires_at })
    }
  }
  return ready
}

/** Removes the files of exports, and then their rows; repeatable at every point. */
export async function removeExports(
  { database, storage }: Context,
  where: string,
  bindings: readonly string[],
): Promise<void> {
  const ids = await database
    .system('account_exports')
    .whereRaw(where, [...bindings])
    .limit(100)
    .pluck<string[]>('id')
  for (const id of ids) {
    await storage.remove(keyOf(id))
    await database.system('account_exports').where({ id }).delete()
  }
}
