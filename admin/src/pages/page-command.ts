import type { StaffPrincipal, StaffSubject, StaffVerb } from '@t21/core/console'
import type { CommandField, ConsoleContext } from '../commands/command.ts'
import type { CommandResult } from '../commands/result.ts'

/** What a command of a page works with. */
export interface PageCommandCall {
  readonly context: ConsoleContext
  readonly staff: StaffPrincipal
  readonly reason: string
  readonly input: Readonly<Record<string, string>>
}

/**
 * Something that staff do on a page, where no record is that a command could be offered for: because it is only made, or is no row
 * of a table. Otherwise it is as every command: form, reason, code, audit log, and the service that the API calls.
 */
export interface PageCommand {
  /** The name in requests. */
  readonly id: string
  readonly label: string
  readonly subject: StaffSubject
  /** `own` for what everybody does to what is their own. */
  readonly verb: StaffVerb | 'own'
  readonly dangerous: boolean
  readonly prompt: string
  readonly fields?: readonly CommandField[]
  /** Of what is one's own nobody asks why. */
  readonly withoutReason?: true
  /** What it is done to, for the audit log. */
  subjectId(call: PageCommandCall): string | null
  /** What that looks like, before and after. No secrets. */
  look?(call: PageCommandCall): Promise<Readonly<Record<string, unknown>> | null>
  /**
   * @returns what to tell the person
   * @throws ApiError what it says is told, and nothing has changed
   */
  run(call: PageCommandCall): Promise<CommandResult>
}
