import {
  ApiError,
  actAsStaff,
  recordedAct,
  type StaffAccess,
  type StaffPrincipal,
} from '@t21/core/console'
import type { Lookup, Shown } from '../lookups/lookup.ts'
import type { Command, ConsoleContext } from './command.ts'
import {
  readInput,
  withoutPersonal,
  withoutSecrets,
  type CommandInput,
  type Form,
} from './read-input.ts'
import type { CommandResult } from './result.ts'

/** What commands are run with. */
export interface CommandHost {
  readonly context: ConsoleContext
  readonly staff: Pick<StaffAccess, 'requireCode'>
}

/** A command that somebody runs, with what they typed. */
export interface Run {
  readonly host: CommandHost
  readonly staff: StaffPrincipal
  readonly lookup: Lookup<never>
  readonly command: Command
  readonly asked: CommandInput
}

/*
 * The order is the same for one record and for many: right, sense, what was typed, code, audit log, service; the first that refuses
 * ends it.
 */

/** Whether somebody may run it at all. */
export function mayRun({ verb, subject }: Command, { ability }: StaffPrincipal): boolean {
  return ability.can(verb, subject)
}

/** @throws ApiError CONFLICT where it makes no sense for a record any more */
export function requireSense(command: Command, shown: Shown): void {
  if (!command.when(shown)) throw new ApiError('CONFLICT', 'It has moved on; look at it again.')
}

/**
 * Reads what was typed, and takes the code where the form has one.
 *
 * @throws ApiError VALIDATION_ERROR, SECOND_FACTOR_WRONG
 */
export async function readAsked(
  { staff: access }: CommandHost,
  staff: StaffPrincipal,
  form: Form,
  payload: Readonly<Record<string, unknown>>,
): Promise<CommandInput> {
  const asked = readInput(form, payload)
  if (form.dangerous) await access.requireCode(staff, asked.code)
  return asked
}

/**
 * Does it to one record, by the service that the API calls, and writes it down with the record before and after.
 *
 * @param look what the record looks like now
 * @throws ApiError what the service refuses
 */
export async function runOn(
  { asked, command, host: { context }, lookup: { options }, staff }: Run,
  record: Shown,
  look: () => Promise<Shown | null>,
): Promise<CommandResult> {
  const { reason, input } = asked
  const { organizationId = null, userId = null } = (command.concerns ?? options.concerns)(record)
  const act = {
    action: command.id,
    subject: command.subject,
    subjectId: record.id,
    organizationId,
    userId,
    reason,
    input: withoutSecrets(command, input),
  }
  const snapshot = async () => {
    const found = await look()
    return found === null ? null : withoutPersonal(options.fields, found)
  }
  return recordedAct(context, staff, act, snapshot, () =>
    actAsStaff(staff, organizationId === null ? [] : [organizationId], () =>
      command.run({ context, staff, record, reason, input }),
    ),
  )
}
