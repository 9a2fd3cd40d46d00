import type { Action, After, ActionResponse, IsFunction, ResourceOptions } from 'adminjs'
import { knownStaff, staffOf } from '../access/staff-of.ts'
import type { Command } from '../commands/command.ts'
import { asBulk, bulkName } from '../commands/in-bulk.ts'
import type { CommandHost } from '../commands/run-command.ts'
import type { Lookup } from '../lookups/lookup.ts'
import { bulkAction, commandAction } from './command-action.ts'
import { noteList, noteRecord } from './readings.ts'
import { shownOf } from './resource.ts'

/** The actions of AdminJS that a lookup has; the others are refused before AdminJS hears of them. */
export const lookupActions = ['list', 'show', 'search'] as const

/** How AdminJS shows a lookup, and which commands it offers there. */
export function lookupOptions(
  lookup: Lookup<never>,
  commands: readonly Command[],
  host: CommandHost,
): ResourceOptions {
  const { options } = lookup
  const fields = Object.entries(options.fields)
  const named = (test: (field: (typeof fields)[number][1]) => boolean): string[] =>
    fields.flatMap(([name, field]) => (test(field) ? [name] : []))
  const read: IsFunction = ({ currentAdmin }) =>
    knownStaff(currentAdmin)?.ability.can('read', options.subject) === true
  const noted: After<ActionResponse> = async (answer, request, context) => {
    await noteList(host, lookup, request, context, answer)
    return answer
  }
  const own = commands.filter(({ on }) => on === options.id)
  return {
    id: options.id,
    navigation: { name: options.group, icon: options.icon },
    titleProperty: options.title,
    sort: { sortBy: options.sortedBy.field, direction: options.sortedBy.direction },
    listProperties: named(({ inList }) => inList !== false),
    showProperties: named(() => true),
    filterProperties: named(({ filter }) => filter !== undefined),
    properties: Object.fromEntries(
      fields.flatMap(([name, { component, type }]) => {
        const drawn = component ?? (type === 'datetime' ? 'When' : undefined)
        const filter = drawn === 'NetworkName' && { filter: 'NetworkFilter' }
        return drawn === undefined
          ? []
          : [[name, { components: { list: drawn, show: drawn, ...filter } }]]
      }),
    ),
    actions: {
      list: { isAccessible: read, after: noted },
      search: { isAccessible: read, after: noted },
      show: {
        isAccessible: read,
        ...(options.page !== undefined && { component: options.page }),
        after: async (answer, _request, context) => {
          const { record, currentAdmin } = context
          if (record === undefined) return answer
          await noteRecord(host, lookup, record, context)
          const call = {
            context: host.context,
            staff: staffOf(currentAdmin),
            shown: shownOf(record),
          }
          const details = await options.details?.(call)
          const name = options.name?.(call.shown, (details ?? {}) as Record<string, unknown>)
          const title = name || answer['record'].title || record.id()
          // Beside the params, which AdminJS takes apart.
          return { ...answer, record: { ...answer['record'], title, details } }
        },
      },
      ...Object.fromEntries(['new', 'edit', 'delete', 'bulkDelete'].map((name) => [name, never])),
      ...Object.fromEntries(
        own.map((command) => [command.id, commandAction(lookup, command, host)]),
      ),
      ...Object.fromEntries(
        own.filter(asBulk).map((command) => [bulkName(command), bulkAction(command)]),
      ),
    } as Record<string, Partial<Action<ActionResponse>>>,
  }
}

const never = { isAccessible: false, isVisible: false }
