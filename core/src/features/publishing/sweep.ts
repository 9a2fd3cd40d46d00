import type { Context } from '../../context.ts'
import { deliveryError } from './delivery-errors.ts'
import { move, type Move } from './move.ts'
import { isStopped } from './claim.ts'
import { takeVisible } from './recorder.ts'
import type { EngineParts } from './run.ts'
import type { DeliveryState } from './states.ts'

interface Row {
  readonly id: string
  readonly fence: number
  readonly state: DeliveryState
  readonly part: number
  readonly looks: number
}

const batch = 500

/**
 * Takes care of what was abandoned: deliveries whose worker is gone, and those that waited beyond their
 * grace. Every worker sweeps; rows that another one is sweeping are passed over.
 *
 * @returns how many rows were moved
 * @throws AggregateError with what went wrong, after all the sweeps
 */
export async function sweep(
  context: Context,
  reach: EngineParts['reach'] = () => undefined,
): Promise<number> {
  let moved = 0
  const sweeps = [
    () => sweepAbandoned(context, reach, 'sending', 'T10'),
    () => sweepAbandoned(context, reach, 'reconciling', 'T15'),
    () => sweepExpired(context, reach),
  ]
  const trouble: unknown[] = []
  for (const one of sweeps) {
    try {
      for (let more = true; more;) {
        const count = await one()
        moved += count
        more = count === batch
      }
    } catch (error) {
      // What keeps one sweep from its work must not keep the others from theirs.
      trouble.push(error)
    }
  }
  if (trouble.length > 0) {
    throw new AggregateError(trouble, 'Something could not be swept.', { cause: trouble[0] })
  }
  return moved
}

/**
 * T10 and T15: the worker died between its intent and the outcome, or while it was reading. Whether something was
 * sent, only the network knows.
 */
function sweepAbandoned(
  context: Context,
  reach: EngineParts['reach'],
  from: 'sending' | 'reconciling',
  transition: 'T10' | 'T15',
): Promise<number> {
  return moveWhere(
    context,
    reach,
    `d.state = '${from}' and d.next_at <= statement_timestamp()`,
    (row) => ({
      ...row,
      from,
      to: 'unknown',
      transition,
      nextIn: 0,
      leaseIn: 0,
      // A look that ended with its worker was one, too.
      looks: from === 'reconciling' ? row.looks + 1 : 0,
      error: deliveryError('outcome_unknown'),
      actor: 'sweeper',
    }),
  )
}

/** T4, for what no worker claims: the account is disconnected or paused. What was stopped keeps waiting. */
function sweepExpired(context: Context, reach: EngineParts['reach']): Promise<number> {
  return moveWhere(
    context,
    reach,
    `d.state in ('scheduled', 'retry_wait', 'claimed', 'preparing') and d.next_at <= statement_timestamp()
       and d.grace_until < statement_timestamp() and not ${isStopped}`,
    (row) => ({
      ...row,
      looks: 0,
      from: row.state,
      to: 'expired',
      transition: 'T4',
      nextIn: null,
      leaseIn: null,
      error: deliveryError('late'),
      actor: 'sweeper',
    }),
  )
}

async function moveWhere(
  context: Context,
  reach: EngineParts['reach'],
  condition: string,
  toMove: (row: Row) => Move,
): Promise<number> {
  return context.database.system.transaction(async (transaction) => {
    const { rows } = await transaction.raw<{ rows: Row[] }>(
      `select d.id, d.fence, d.state, d.part, d.looks from social_posts d
       where ${condition} order by d.next_at limit ${batch} for update of d skip locked`,
    )
    for (const { id } of rows) await reach('swept', id)
    if (rows.length > 0) {
      await takeVisible(
        transaction,
        rows.map((row) => move(toMove(row))),
      )
    }
    return rows.length
  })
}
