import { ApiError, type StaffPrincipal, type StaffRole } from '@t21/core/console'
import { isUuid } from '../lookups/filters.ts'
import type { Command } from './command.ts'
import { mayRun } from './run-command.ts'

/** How a command is done to many records at once. */
export interface InBulk {
  /** To how many each role does it at once; a role that is not named does it to one after the other. */
  readonly atMost: Readonly<Partial<Record<StaffRole, number>>>
  /** Asks for the code of the authenticator, once, where one record needs none: fifty are not mended as easily as one. */
  readonly dangerous?: true
}

/** A command that can be done to many. */
export type BulkCommand = Command & { readonly inBulk: InBulk }

/** No limit is above what a list shows at once. */
export const mostInBulk = 100

/** The command, where it can be done to many. */
export function asBulk(command: Command): command is BulkCommand {
  return command.inBulk !== undefined
}

/** Its name in addresses: beside the command for one record, of the same list. */
export function bulkName({ id }: Pick<Command, 'id'>): string {
  return `${id}-many`
}

/** What its form asks for: the fields of the command, and the code by a rule of its own. */
export function bulkForm(command: BulkCommand): Command {
  return { ...command, dangerous: command.inBulk.dangerous === true }
}

/** To how many somebody may do it at once; to none where they may not do it to one. */
export function mostFor(command: BulkCommand, staff: StaffPrincipal | undefined): number {
  if (staff === undefined || !mayRun(command, staff)) return 0
  return command.inBulk.atMost[staff.role] ?? 0
}

/**
 * The ids that were chosen: `recordIds` of the query, with commas between them, as AdminJS writes it.
 *
 * @throws ApiError VALIDATION_ERROR for none, one that is no id, or one that is there twice
 */
export function chosenIds(query: unknown): string[] {
  const { recordIds } = query as { readonly recordIds?: unknown }
  if (recordIds === undefined || recordIds === '') {
    throw refused('Nothing is chosen. Tick what it is to be done to in the list.')
  }
  const ids = typeof recordIds === 'string' ? recordIds.toLowerCase().split(',') : []
  const wrong = ids.find((id) => !isUuid(id) || id !== id.trim())
  if (ids.length === 0 || wrong !== undefined) {
    throw refused('What is chosen is no list of ids. Choose again, in the list.')
  }
  if (new Set(ids).size < ids.length) {
    throw refused('Something is chosen twice. Choose again, in the list.')
  }
  return ids
}

/** @throws ApiError VALIDATION_ERROR where more are chosen than the role does at once, with what to do about it */
export function requireWithin(command: BulkCommand, staff: StaffPrincipal, many: number): void {
  const most = mostFor(command, staff)
  if (many <= most) return
  const { atMost } = command.inBulk
  const more = Object.entries(atMost).filter(([, others]) => others >= many)
  const ask = more.map(([role]) => role).join(' or ')
  throw refused(
    `${many} are chosen, and your role does this to ${most} at once at most. Choose ${most}, and the others afterwards${
      ask === '' ? '.' : `; or ask somebody who is ${ask}.`
    }`,
  )
}

function refused(message: string): ApiError {
  return new ApiError('VALIDATION_ERROR', message, { details: [{ field: 'recordIds', message }] })
}
