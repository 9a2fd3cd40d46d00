import type { StaffPrincipal } from '@t21/core/console'
import type { ConsoleContext } from './command.ts'

/** For how many days what somebody gave a customer counts against what their role may give. */
export const givenWithin = 30

/** What is added up: a number that was typed, of the acts that are like this. */
interface Given {
  readonly action: string
  readonly field: string
  readonly like?: Readonly<Record<string, string>>
}

/** What somebody gave a customer, by the staff's audit log; with what is being given now, so that two at once both count. */
export async function givenLately(
  { database }: ConsoleContext,
  { staffId }: StaffPrincipal,
  organizationId: string,
  { action, field, like = {} }: Given,
): Promise<number> {
  const { rows } = await database.system.raw<{ rows: { given: number }[] }>(
    `select coalesce(sum(cast(input ->> cast(:field as text) as numeric)), 0)::float8 as given from staff_audit
     where organization_id = :organizationId and staff_id = :staffId and action = :action
       and outcome in ('begun', 'done') and input @> cast(:like as jsonb)
       and created_at > clock_timestamp() - :givenWithin * interval '1 day'`,
    { organizationId, staffId, action, field, like: JSON.stringify(like), givenWithin },
  )
  return rows[0]?.given ?? 0
}
