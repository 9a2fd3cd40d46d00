import type {
  Context,
  StaffAccess,
  StaffPrincipal,
  StaffSubject,
  StaffVerb,
} from '@t21/core/console'
import type { Concerned, Shown } from '../lookups/lookup.ts'
import type { InBulk } from './in-bulk.ts'
import type { CommandResult } from './result.ts'

/** A field of a command's form. Texts are as they were typed, without blanks around them; a left-out one is empty. */
export interface CommandField {
  readonly name: string
  readonly label: string
  readonly hint?: string
  /** `seen` is not typed: it is the record's own field of that name, as it was when the form was opened. */
  readonly type?: 'text' | 'textarea' | 'number' | 'date' | 'url' | 'choice' | 'password' | 'seen'
  /** Of `choice`. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
  readonly optional?: boolean
  /** Personal data, which the staff's audit log does not keep. */
  readonly personal?: true
  /** 500 characters where nothing is said. */
  readonly maxLength?: number
}

/** What a command works with. */
export interface CommandCall {
  readonly context: ConsoleContext
  readonly staff: StaffPrincipal
  /** As it was read for this very request; what a service finds counts. */
  readonly record: Shown
  readonly reason: string
  readonly input: Readonly<Record<string, string>>
}

/** What the process is made of, and what of the API has to hear of changes. */
export interface ConsoleContext extends Context {
  /** How staff get in; their passwords and codes. */
  readonly staffAccess: StaffAccess
  /** What was decided of somebody's sessions and API keys holds at once in this process, and not only in some seconds. */
  forgetUser(id: string): Promise<void>
}

/**
 * Something that staff do to one record, by the service that the API calls for it. The form asks for a reason, always; who
 * may do it is decided before, and it is written down with the record before and after.
 */
export interface Command {
  /** The name in addresses: `suspend`. */
  readonly id: string
  readonly label: string
  readonly icon: string
  /** The id of the lookup whose records it is offered for. */
  readonly on: string
  readonly subject: StaffSubject
  readonly verb: StaffVerb
  /** Asks for the code of the authenticator again. */
  readonly dangerous: boolean
  /** What is said above the form: what happens, and to whom. */
  readonly prompt: string
  readonly fields?: readonly CommandField[]
  /** Where it can be done to many records at once. What is dangerous, or answers a secret, cannot. */
  readonly inBulk?: InBulk
  /** Whether it makes sense for a record, so that it is offered. */
  when(record: Shown): boolean
  /** Whom it concerns, for the audit logs, where that is somebody else than the record does. */
  concerns?(record: Shown): Concerned
  /**
   * @returns what to tell the person
   * @throws ApiError what it says is told, and nothing has changed
   */
  run(call: CommandCall): Promise<CommandResult>
}
