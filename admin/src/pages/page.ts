import type { StaffPrincipal, StaffSubject } from '@t21/core/console'
import type { ConsoleContext } from '../commands/command.ts'
import type { ComponentName } from '../components/names.ts'
import type { PageCommand } from './page-command.ts'

/** What a page works with. */
export interface PageCall {
  readonly context: ConsoleContext
  readonly staff: StaffPrincipal
  readonly query: Readonly<Record<string, string | undefined>>
}

/** A page of its own, beside lists and records. Its data only read; what changes something is a command. */
export interface Page {
  /** The name in addresses: `/admin/pages/queues`. */
  readonly id: string
  readonly label: string
  readonly icon: string
  /** Where it stands in the menu, beside the lookups of that group. Without one, another place leads to it. */
  readonly group?: string
  /** Left out where the data are a part of something else: then it is not in the menu. */
  readonly component?: ComponentName
  /** What of the abilities it shows: who may not `read` it, gets neither the page nor its data. `own` is what is everybody's own. */
  readonly subject: StaffSubject | 'own'
  /** What is done here; each asks for its own right. */
  readonly commands?: readonly PageCommand[]
  /** What the component gets as JSON. No secrets. @throws ApiError what it says is told */
  data(call: PageCall): Promise<object>
}
