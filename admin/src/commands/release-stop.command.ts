import { ApiError, inSystem, releasePublishing } from '@t21/core/console'
import type { Command } from './command.ts'

/** Lets what was stopped go out again. */
export const releaseStopCommand: Command = {
  id: 'release',
  label: 'Release',
  icon: 'PlayCircle',
  on: 'stops',
  subject: 'Stop',
  verb: 'stop',
  dangerous: true,
  prompt: 'What fell due meanwhile goes out spread over time, never in a burst.',
  when: ({ state }) => state === 'in_force',
  async run({ context, record, staff }) {
    const late = await inSystem(context.database, (transaction) =>
      releasePublishing(transaction, record.id, `staff:${staff.staffId}`),
    )
    if (late === undefined) throw new ApiError('CONFLICT', 'This stop is not in force any more.')
    return `Released; ${late} late deliveries go out, spread over time.`
  },
}
