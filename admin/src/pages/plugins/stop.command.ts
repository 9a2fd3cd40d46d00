import { ApiError, invalid, stopPublishing, type Context } from '@t21/core/console'
import type { PageCommand } from '../page-command.ts'

/** Lets nothing go out to one network, for all customers. */
export const stopCommand: PageCommand = {
  id: 'stop',
  label: 'Stop publishing',
  subject: 'Stop',
  verb: 'stop',
  dangerous: true,
  prompt:
    'Nothing goes out to this network, for no customer, until the stop is released. Calls under way are not torn off, and nothing is lost.',
  fields: [{ name: 'platform', label: 'Network', maxLength: 64 }],
  subjectId: ({ input }) => input['platform'] ?? null,
  look: async ({ context, input }) => ({ inForce: await isStopped(context, input['platform']) }),
  async run({ context, staff, reason, input: { platform = '' } }) {
    if (!context.plugins.connectors.has(platform)) {
      throw invalid('platform', 'There is no such network among the plugins.')
    }
    const made = await context.database.system.transaction(async (transaction) => {
      // Of two who stop the same network at once, one is told.
      await transaction.raw('select pg_advisory_xact_lock(hashtext(?))', [`stop ${platform}`])
      if (await isStopped(context, platform, transaction)) return undefined
      return stopPublishing(transaction, {
        scope: 'platform',
        platform,
        reason,
        createdBy: `staff:${staff.staffId}`,
      })
    })
    if (made === undefined) throw new ApiError('CONFLICT', 'This network is stopped already.')
    return `Nothing goes out to ${platform} any more.`
  },
}

async function isStopped(
  { database }: Pick<Context, 'database'>,
  platform: string | undefined,
  knex = database.system,
): Promise<boolean> {
  const stop: unknown = await knex('publishing_stops')
    .where({ scope: 'platform', platform: platform ?? '' })
    .whereNull('released_at')
    .first('id')
  return stop !== undefined
}
