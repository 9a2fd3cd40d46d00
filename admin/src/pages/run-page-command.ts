import { ApiError, actAsStaff, notFound, recordedAct, type StaffPrincipal } from '@t21/core/console'
import type { ConsoleContext } from '../commands/command.ts'
import { readInput, withoutSecrets } from '../commands/read-input.ts'
import { answerOf } from '../commands/result.ts'
import type { PageCommand } from './page-command.ts'

/** Whether somebody may use a command. */
export function mayUse({ subject, verb }: PageCommand, { ability }: StaffPrincipal): boolean {
  return verb === 'own' || ability.can(verb, subject)
}

/**
 * Runs the command that a page asks for. The order is that of all commands: right, what was typed, code, audit log, service; the
 * first that refuses ends it.
 *
 * @throws ApiError NOT_FOUND for none of the page's; FORBIDDEN; VALIDATION_ERROR; SECOND_FACTOR_WRONG; what the service throws
 */
export async function runPageCommand(
  commands: readonly PageCommand[],
  context: ConsoleContext,
  staff: StaffPrincipal,
  payload: Readonly<Record<string, unknown>>,
): Promise<ReturnType<typeof answerOf>> {
  const command = commands.find(({ id }) => id === payload['command'])
  if (command === undefined) throw notFound('Command')
  if (!mayUse(command, staff)) throw new ApiError('FORBIDDEN', 'Your role does not allow this.')
  const { reason, code, input } = readInput(command, payload)
  if (command.dangerous) await context.staffAccess.requireCode(staff, code)
  const call = { context, staff, reason, input }
  const act = {
    action: command.id,
    subject: command.subject,
    subjectId: command.subjectId(call),
    ...(reason !== '' && { reason }),
    input: withoutSecrets(command, input),
  }
  const look = async () => (await command.look?.(call)) ?? null
  return answerOf(
    await recordedAct(context, staff, act, look, () =>
      actAsStaff(staff, [], () => command.run(call)),
    ),
  )
}
