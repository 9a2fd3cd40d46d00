import type { StaffPrincipal, StaffSubject } from '@t21/core/console'
import type { Knex } from 'knex'
import { isUuid } from '../lookups/filters.ts'
import type { Lookup, LookupOptions, Shown } from '../lookups/lookup.ts'
import { auditPage } from '../pages/audit/audit.page.ts'
import { deliveriesOnNetworks } from './network.ts'
import { isAddress, isEmail, isForeignId } from './recognize.ts'

/** Something that was found: a record, or the list of several. */
export interface Found {
  readonly kind: string
  readonly label: string
  readonly href: string
}

/** Where to look, and who asks. */
export interface Search {
  readonly knex: Knex
  readonly staff: StaffPrincipal
  readonly lookups: readonly Lookup<never>[]
}

/** More than these of a kind are a list. */
const mostOfAKind = 5

/**
 * Finds what a text names exactly, with the rights of whoever asks: each query is that of a lookup and finds by an index. A text
 * that can be no name of anything costs nothing.
 */
export async function find(search: Search, text: string): Promise<Found[]> {
  if (isUuid(text)) return (await ofAll(search, (lookup) => byIds(search, lookup, [text]))).flat()
  const found = (await ofAll(search, (lookup) => byFields(search, lookup, text))).flat()
  if (isAddress(text) || isForeignId(text)) found.push(...(await onNetworks(search, text)))
  if (isForeignId(text)) found.push(...(await amongStaffActs(search, text)))
  // Mail to somebody is on their page; alone it is all that is known.
  const person = isEmail(text) && found.some(({ href }) => href.startsWith(pathOf('users')))
  return person ? found.filter(({ href }) => !href.startsWith(pathOf('mail'))) : found
}

/** One after the other would add up; a few indexes at once do not. */
async function ofAll<Result>(
  { lookups, staff }: Search,
  work: (lookup: Lookup<never>) => Promise<Result>,
): Promise<Result[]> {
  return Promise.all(
    lookups.filter(({ options }) => staff.ability.can('read', options.subject)).map(work),
  )
}

async function byFields(search: Search, { options }: Lookup<never>, text: string) {
  const found: Found[] = []
  for (const [name, { filter, finds, label }] of Object.entries(options.fields)) {
    if (filter === undefined || finds?.(text) !== true) continue
    const query = options.query(search.knex, search.staff)
    filter(query, text)
    const rows = (await query.limit(mostOfAKind + 1)) as never[]
    if (rows.length > mostOfAKind) {
      const href = `${pathOf(options.id)}?filters.${name}=${encodeURIComponent(text)}`
      found.push({ kind: options.label, label: `${label ?? name}: ${text}`, href })
    } else {
      found.push(...rows.map((row) => foundOf(options, options.present(row))))
    }
  }
  return found
}

async function byIds({ knex, staff }: Search, { options }: Lookup<never>, ids: readonly string[]) {
  const rows = (await options
    .query(knex, staff)
    .whereIn(options.idColumn, [...ids])
    .limit(mostOfAKind)) as never[]
  return rows.map((row) => foundOf(options, options.present(row)))
}

async function onNetworks(search: Search, text: string): Promise<Found[]> {
  const lookup = lookupOf(search, 'Delivery')
  if (lookup === undefined || !search.staff.ability.can('read', 'Delivery')) return []
  const ids = await deliveriesOnNetworks(search.knex, text, mostOfAKind)
  return ids.length === 0 ? [] : byIds(search, lookup, ids)
}

/** What staff did and looked at in a request; the list of it, for those who may read it. */
async function amongStaffActs({ knex, staff }: Search, text: string): Promise<Found[]> {
  if (!staff.ability.can('read', 'AuditLog')) return []
  const acts = await knex('staff_audit').where({ request_id: text }).limit(1).select('id')
  const href = `/admin/pages/${auditPage.id}?requestId=${encodeURIComponent(text)}`
  return acts.map(() => ({ kind: auditPage.label, label: `Request: ${text}`, href }))
}

function lookupOf({ lookups }: Search, subject: StaffSubject): Lookup<never> | undefined {
  return lookups.find(({ options }) => options.subject === subject)
}

function foundOf({ id, label, title }: LookupOptions<never>, shown: Shown): Found {
  return {
    kind: label,
    label: textOf(shown[title]) || shown.id,
    href: `${pathOf(id)}/records/${shown.id}/show`,
  }
}

function pathOf(id: string): string {
  return `/admin/resources/${id}`
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
