import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { returnQuotas } from '../quotas/quotas.service.ts'

const batch = 500

/**
 * Returns the credits of generations on which nobody works any more, because their process died. Twice at once it changes
 * nothing more. Also for organizations that are closed: what they are owed does not depend on that. For the worker.
 *
 * @returns how many generations were ended
 */
export async function sweepGenerations(context: Pick<Context, 'database'>): Promise<number> {
  const { rows: owners } = await context.database.system.raw<{ rows: { id: string }[] }>(
    `select distinct organization_id as id from ai_generations
     where state = 'reserved' and reserved_until < clock_timestamp()`,
  )
  let swept = 0
  for (const { id } of owners) swept += await sweepOne(context, id)
  return swept
}

async function sweepOne(
  context: Pick<Context, 'database'>,
  organizationId: string,
): Promise<number> {
  return inSystem(context.database, async (transaction) => {
    const { rows } = await transaction.raw<{ rows: { id: string }[] }>(
      `update ai_generations set state = 'returned', settled_at = clock_timestamp() where id in (
         select id from ai_generations where organization_id = ? and state = 'reserved'
           and reserved_until < clock_timestamp() order by id limit ${batch} for update skip locked
       ) returning id`,
      [organizationId],
    )
    const subjectIds = rows.map(({ id }) => id)
    await returnQuotas(transaction, { organizationId, metric: 'aiCredits', subjectIds })
    return rows.length
  })
}
