import { notFound, recordReading, usageOf, type Usage } from '@t21/core/console'
import type { Knex } from 'knex'
import { isUuid } from '../../lookups/filters.ts'
import { lookups } from '../../lookups/index.ts'
import type { Shown } from '../../lookups/lookup.ts'
import { organizations } from '../../lookups/organizations.lookup.ts'
import type { Page, PageCall } from '../page.ts'
import { invoicesOf, ownLog, staffActs, staffReadings, subscriptionOf } from './account.parts.ts'
import type { Customer, Part, PartColumn } from './part.ts'
import { mailTo, memberships, members, sessionsOf } from './people.parts.ts'
import { accountsOf, brandsOf, deliveriesOf, postsOf } from './publishing.parts.ts'

const parts: readonly Part[] = [
  memberships,
  members,
  brandsOf,
  accountsOf,
  postsOf,
  deliveriesOf,
  subscriptionOf,
  invoicesOf,
  sessionsOf,
  mailTo,
  ownLog,
  staffActs,
  staffReadings,
]

/** A part with its rows, and the ways on. */
export interface ShownPart {
  readonly id: string
  readonly title: string
  readonly columns: readonly PartColumn[]
  readonly empty: string
  readonly rows: readonly (Shown & { readonly href: string | null })[]
  /** The whole list. */
  readonly all: string | null
}

/** What a customer's page shows. */
export interface CustomerData {
  readonly organization: (Shown & { readonly href: string }) | null
  readonly usage: readonly (Omit<Usage, 'periodStart' | 'resetsAt'> & {
    readonly resetsAt: string | null
  })[]
  readonly parts: readonly ShownPart[]
}

/** Everything about a customer on one page: of the parts those that somebody may read. */
export const customerPage: Page = {
  id: 'customer',
  label: 'Customer',
  icon: 'User',
  subject: 'Customer',
  async data(call): Promise<CustomerData> {
    const { context, staff } = call
    const { looks } = context.database
    const customer = await customerOf(looks, call.query)
    const { organizationId, userId } = customer
    const readable = parts.filter(
      (part) =>
        part.subjects.every((subject) => staff.ability.can('read', subject)) &&
        (part.of === 'both' || (part.of === 'user' ? userId : organizationId) !== null),
    )
    await recordReading(context, staff, {
      subject: userId === null ? 'Organization' : 'Customer',
      subjectId: userId ?? organizationId,
      organizationId,
      userId,
      input: { page: 'customer', parts: readable.map(({ id }) => id) },
    })
    const [organization, ...shown] = await Promise.all([
      organizationOf(call, organizationId),
      ...readable.map((part) => shownPart(part, call, customer)),
    ])
    return { ...organization, parts: shown }
  },
}

/** @throws ApiError NOT_FOUND */
async function customerOf(knex: Knex, query: PageCall['query']): Promise<Customer> {
  const { organization, user } = query
  if (isUuid(user)) {
    const found = await knex('users')
      .leftJoin('organizations as own', (join) =>
        join.on('own.owner_id', 'users.id').andOnVal('own.personal', true),
      )
      .where('users.id', user)
      .first({ userId: 'users.id', organizationId: 'own.id' })
    if (found !== undefined) return found as Customer
  } else if (isUuid(organization)) {
    const found = await knex('organizations').where({ id: organization }).first('id')
    if (found !== undefined) return { userId: null, organizationId: found.id }
  }
  throw notFound('Customer')
}

async function organizationOf(
  { context, staff }: PageCall,
  id: string | null,
): Promise<Pick<CustomerData, 'organization' | 'usage'>> {
  if (id === null || !staff.ability.can('read', 'Organization')) {
    return { organization: null, usage: [] }
  }
  const { idColumn, present, query } = organizations.options
  const row = await query(context.database.looks, staff).where(idColumn, id).first()
  if (row === undefined) return { organization: null, usage: [] }
  const usage = await usageOf(context, id, row.subscription_tier)
  // A personal organization has no other member than its owner, ever: nothing is counted there, and "0 of 3" would be untrue.
  const counted = usage.filter(({ metric }) => metric !== 'members' || !row.personal)
  return {
    organization: { ...present(row), href: `/admin/resources/organizations/records/${id}/show` },
    usage: counted.map(({ limit, metric, resetsAt, used }) => ({
      metric,
      used,
      limit,
      resetsAt: resetsAt?.toISOString() ?? null,
    })),
  }
}

async function shownPart(
  part: Part,
  { context, staff }: PageCall,
  customer: Customer,
): Promise<ShownPart> {
  const { columns, empty, id, title } = part
  const rows = await part.rows({ knex: context.database.looks, staff, customer })
  const lookup = lookups.find(({ options }) => options.id === part.lookup)?.options
  const path = lookup && `/admin/resources/${lookup.id}`
  const { field, value } =
    part.of === 'organization'
      ? { field: 'organizationId', value: customer.organizationId }
      : { field: 'userId', value: customer.userId }
  const listed = value !== null && lookup?.fields[field]?.filter !== undefined
  return {
    id,
    title,
    columns,
    empty,
    rows: rows.map((row) => ({
      ...row,
      href: path === undefined ? null : `${path}/records/${row.id}/show`,
    })),
    all: listed ? `${path}?filters.${field}=${value}` : null,
  }
}
