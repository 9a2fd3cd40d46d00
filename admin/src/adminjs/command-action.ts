import { ApiError, actAsStaff, recordedAct, type StaffAccess } from '@t21/core/console'
import {
  ForbiddenError,
  NotFoundError,
  ValidationError,
  type Action,
  type ActionContext,
  type ActionRequest,
  type BaseRecord,
  type RecordActionResponse,
} from 'adminjs'
import { knownStaff, staffOf } from '../access/staff-of.ts'
import type { Command, ConsoleContext } from '../commands/command.ts'
import { formOf } from '../commands/offered.ts'
import { readInput, withoutPersonal, withoutSecrets } from '../commands/read-input.ts'
import { answerOf, type CommandResult } from '../commands/result.ts'
import type { Lookup } from '../lookups/lookup.ts'
import { noteRecord } from './readings.ts'
import { shownOf } from './resource.ts'

/** What commands are run with. */
export interface CommandHost {
  readonly context: ConsoleContext
  readonly staff: Pick<StaffAccess, 'requireCode'>
}

/**
 * A command as an action of AdminJS: a form in a drawer. AdminJS opens the drawer by GET, which must not do anything: only POST
 * does. The order: right, sense, what was typed, code, audit log, service; the first that refuses ends it.
 */
export function commandAction(
  lookup: Lookup<never>,
  command: Command,
  host: CommandHost,
): Partial<Action<RecordActionResponse>> {
  return {
    actionType: 'record',
    icon: command.icon,
    component: 'CommandForm',
    showInDrawer: true,
    ...(command.dangerous && { variant: 'danger' as const }),
    custom: formOf(command),
    isAccessible: ({ currentAdmin }) => mayRun(command, currentAdmin),
    isVisible: ({ currentAdmin, record }) =>
      mayRun(command, currentAdmin) && (record === undefined || command.when(shownOf(record))),
    handler: async (request, _response, context) => {
      const { record, currentAdmin } = context
      if (record === undefined) throw new NotFoundError('There is no such record.', command.id)
      if (request.method !== 'post') {
        await noteRecord(host, lookup, record, context)
        return { record: record.toJSON(currentAdmin) }
      }
      const { message, secret } = answerOf(
        await telling(() => run(lookup, command, host, request, record, context)),
      )
      const after = (await context.resource.findOne(record.id(), context)) ?? record
      const notice = { type: 'success' as const, message }
      return { record: after.toJSON(currentAdmin), notice, ...(secret && { secret }) }
    },
  }
}

function mayRun({ verb, subject }: Command, currentAdmin: unknown): boolean {
  return knownStaff(currentAdmin)?.ability.can(verb, subject) === true
}

async function run(
  { options }: Lookup<never>,
  command: Command,
  { context, staff: access }: CommandHost,
  { payload = {} }: ActionRequest,
  record: BaseRecord,
  action: ActionContext,
): Promise<CommandResult> {
  const staff = staffOf(action.currentAdmin)
  if (!mayRun(command, action.currentAdmin)) throw new ForbiddenError('forbiddenError')
  const shown = shownOf(record)
  if (!command.when(shown)) {
    throw new ApiError('CONFLICT', 'It has moved on; look at it again.')
  }
  const { reason, code, input } = readInput(command, payload)
  if (command.dangerous) await access.requireCode(staff, code)
  const { organizationId = null, userId = null } = (command.concerns ?? options.concerns)(shown)
  const look = async () => {
    const found = await action.resource.findOne(record.id(), action)
    return found === null ? null : withoutPersonal(options.fields, shownOf(found))
  }
  const act = {
    action: command.id,
    subject: command.subject,
    subjectId: record.id(),
    organizationId,
    userId,
    reason,
    input: withoutSecrets(command, input),
  }
  return recordedAct(context, staff, act, look, () =>
    actAsStaff(staff, organizationId === null ? [] : [organizationId], () =>
      command.run({ context, staff, record: shown, reason, input }),
    ),
  )
}

/** What a service refuses becomes what AdminJS shows: at the fields, and as a notice. */
async function telling<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    // What a provider does not answer is said too; what broke here is not.
    if (!(error instanceof ApiError) || error.code === 'INTERNAL_ERROR') throw error
    const details = Array.isArray(error.details) ? (error.details as Detail[]) : []
    const fields = details.filter(({ field, message }) => field && message)
    throw new ValidationError(
      Object.fromEntries(fields.map(({ field, message }) => [field, { message }])),
      { message: fields.length === 1 ? `${fields[0]?.message}` : error.message },
    )
  }
}

interface Detail {
  readonly field: string
  readonly message: string
}
