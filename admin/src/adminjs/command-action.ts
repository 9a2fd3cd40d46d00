import {
  ForbiddenError,
  NotFoundError,
  ValidationError,
  type Action,
  type ActionContext,
  type ActionRequest,
  type BaseRecord,
  type BulkActionResponse,
  type RecordActionResponse,
} from 'adminjs'
import { knownStaff, staffOf } from '../access/staff-of.ts'
import type { Command } from '../commands/command.ts'
import { mostFor, type BulkCommand } from '../commands/in-bulk.ts'
import { formOf } from '../commands/offered.ts'
import { refusalOf } from '../commands/refusal.ts'
import { answerOf, type CommandResult } from '../commands/result.ts'
import {
  mayRun,
  readAsked,
  requireSense,
  runOn,
  type CommandHost,
} from '../commands/run-command.ts'
import type { Lookup } from '../lookups/lookup.ts'
import { noteRecord } from './readings.ts'
import { shownOf } from './resource.ts'

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
    isAccessible: ({ currentAdmin }) => may(command, currentAdmin),
    isVisible: ({ currentAdmin, record }) =>
      may(command, currentAdmin) && (record === undefined || command.when(shownOf(record))),
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

/**
 * The same in the list, for what was ticked there: a button, offered where one of them suits. Where it leads, `BulkActionRoute` draws,
 * and `bulk.routes.ts` answers; AdminJS does nothing by itself.
 */
export function bulkAction(command: BulkCommand): Partial<Action<BulkActionResponse>> {
  const { dangerous, inBulk, icon } = command
  const most = (currentAdmin: unknown) => mostFor(command, knownStaff(currentAdmin))
  return {
    actionType: 'bulk',
    icon,
    // Without a name here its button would lead nowhere.
    component: 'BulkActionRoute',
    ...((dangerous || inBulk.dangerous === true) && { variant: 'danger' as const }),
    isAccessible: ({ currentAdmin }) => most(currentAdmin) > 0,
    isVisible: ({ currentAdmin, record }) =>
      most(currentAdmin) > 0 && (record === undefined || command.when(shownOf(record))),
  }
}

function may(command: Command, currentAdmin: unknown): boolean {
  const staff = knownStaff(currentAdmin)
  return staff !== undefined && mayRun(command, staff)
}

async function run(
  lookup: Lookup<never>,
  command: Command,
  host: CommandHost,
  { payload = {} }: ActionRequest,
  record: BaseRecord,
  action: ActionContext,
): Promise<CommandResult> {
  const staff = staffOf(action.currentAdmin)
  if (!mayRun(command, staff)) throw new ForbiddenError('forbiddenError')
  const shown = shownOf(record)
  requireSense(command, shown)
  const asked = await readAsked(host, staff, command, payload)
  return runOn({ host, staff, lookup, command, asked }, shown, async () => {
    const found = await action.resource.findOne(record.id(), action)
    return found === null ? null : shownOf(found)
  })
}

/** What a service refuses becomes what AdminJS shows: at the fields, and as a notice. */
async function telling<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    // What a provider does not answer is said too; what broke here is not.
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    const { fields, message } = refusal
    throw new ValidationError(
      Object.fromEntries(Object.entries(fields).map(([field, said]) => [field, { message: said }])),
      { message },
    )
  }
}
