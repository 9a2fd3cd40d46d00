import { setTimeout as pause } from 'node:timers/promises'
import type { Knex } from 'knex'
import { ApiError } from '../../errors.ts'
import { billingOf, type BillingContext } from './billing.provider.ts'

/** Longer than anything that is done in one turn; a turn whose process died is over after this. */
const leaseSeconds = 60
const patienceMilliseconds = 20_000
const pollMilliseconds = 100

/** The turn of one who speaks with the provider about an organization: nobody else does meanwhile. */
export interface Turn {
  readonly organizationId: string
  readonly provider: string
  /** Rises with each turn: what an older turn brings is refused. */
  readonly fence: number
  /** `null` until it is made. */
  readonly customerId: string | null
}

/** Somebody else's turn began meanwhile: what was read in this one may be old. */
export class TurnLost extends Error {
  override readonly name = 'TurnLost'
}

/**
 * Does something with the provider's customer of an organization, while nobody else does, in any process. No connection of the
 * database is held meanwhile. What is read from the provider in one turn is applied in the same ({@link holdTurn}), so that an
 * older answer never overwrites a newer one.
 *
 * @throws ApiError CONFLICT where it is not one's turn for too long
 */
export async function inTurn<Result>(
  context: Pick<BillingContext, 'billing' | 'database'>,
  organizationId: string,
  work: (turn: Turn) => Promise<Result>,
): Promise<Result> {
  const { system } = context.database
  const own = { organization_id: organizationId, provider: billingOf(context).name }
  await system('billing_customers').insert(own).onConflict(['organization_id', 'provider']).ignore()
  const turn = await takeTurn(system, own)
  try {
    return await work(turn)
  } finally {
    await system('billing_customers')
      .where({ ...own, fence: turn.fence })
      .update({ lease_until: null })
  }
}

/**
 * Makes sure, in the transaction that applies what a turn has brought, that it is still the last one, and stays it until the
 * transaction ends.
 *
 * @throws TurnLost
 */
export async function holdTurn(transaction: Knex.Transaction, turn: Turn): Promise<void> {
  const row = await transaction('billing_customers')
    .where({ organization_id: turn.organizationId, provider: turn.provider, fence: turn.fence })
    .forUpdate()
    .first<{ id: string } | undefined>('id')
  if (row === undefined) throw new TurnLost('Somebody else’s turn began meanwhile.')
}

async function takeTurn(
  system: Knex,
  own: { readonly organization_id: string; readonly provider: string },
): Promise<Turn> {
  const deadline = performance.now() + patienceMilliseconds
  for (;;) {
    const { rows } = await system.raw<{ rows: Pick<Turn, 'fence' | 'customerId'>[] }>(
      `update billing_customers set fence = fence + 1,
         lease_until = clock_timestamp() + make_interval(secs => :leaseSeconds)
       where organization_id = :organization_id and provider = :provider
         and (lease_until is null or lease_until <= clock_timestamp())
       returning fence, customer_id as "customerId"`,
      { ...own, leaseSeconds },
    )
    const [row] = rows
    if (row !== undefined) {
      return { organizationId: own.organization_id, provider: own.provider, ...row }
    }
    if (performance.now() > deadline) {
      throw new ApiError('CONFLICT', 'Billing of this organization is being changed. Try again.')
    }
    await pause(pollMilliseconds)
  }
}
