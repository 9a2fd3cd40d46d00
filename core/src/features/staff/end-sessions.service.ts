import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { noteAct } from '../audit/note-act.ts'
import { endSessions } from '../auth/sessions.service.ts'

/**
 * Ends the sessions of a customer for the staff: all that are alive, or one. Each stands in the audit log of the customer's own
 * organization.
 *
 * @returns how many ended
 */
export async function endSessionsByStaff(
  { database }: Pick<Context, 'database'>,
  userId: string,
  sessionId?: string,
): Promise<number> {
  return inSystem(database, async (transaction) => {
    const which = { user_id: userId, ...(sessionId !== undefined && { id: sessionId }) }
    const ended = await endSessions(transaction, 'ended_by_staff', which)
    const own = await transaction('organizations')
      .where({ owner_id: userId, personal: true })
      .first<{ id: string } | undefined>('id')
    if (own === undefined) return ended.length
    for (const resourceId of ended) {
      const session = { action: 'deleted', resource: 'session', resourceId } as const
      await noteAct(transaction, { organizationId: own.id, ...session })
    }
    return ended.length
  })
}
