import { tookTooLong, type StaffPrincipal } from '@t21/core/console'
import {
  BaseDatabase,
  BaseResource,
  ForbiddenError,
  type ActionContext,
  type BaseProperty,
  type BaseRecord,
  type Filter as AdminJsFilter,
  ValidationError,
} from 'adminjs'
import type { Knex } from 'knex'
import { knownStaff } from '../access/staff-of.ts'
import { filterMore } from '../access/errors.ts'
import { mostCounted } from '../lookups/counted.ts'
import { isUuid } from '../lookups/filters.ts'
import type { FilterValue, Lookup, Shown } from '../lookups/lookup.ts'
import { FieldProperty } from './property.ts'

/** A lookup and where it reads. A class, because AdminJS copies plain objects. */
export class BoundLookup {
  readonly lookup: Lookup<never>
  readonly knex: Knex

  constructor(lookup: Lookup<never>, knex: Knex) {
    this.lookup = lookup
    this.knex = knex
  }
}

const mostAtOnce = 100

interface FindOptions {
  readonly limit?: number
  readonly offset?: number
  readonly sort?: { readonly sortBy?: string; readonly direction?: 'asc' | 'desc' }
}

/**
 * A lookup as AdminJS asks for it: it reads, with the rights of whoever asks, and cannot write, because the base class throws.
 * Every way to a record (lists, searches, references, filters, commands) comes through these four methods, so the rights
 * are asked for here and nowhere can they be forgotten.
 */
export class LookupResource extends BaseResource {
  readonly #bound: BoundLookup
  readonly #properties: ReadonlyMap<string, FieldProperty>

  static override isAdapterFor(raw: unknown): boolean {
    return raw instanceof BoundLookup
  }

  constructor(bound: BoundLookup) {
    super(bound)
    this.#bound = bound
    const { fields, title } = bound.lookup.options
    this.#properties = new Map(
      Object.entries(fields).map(([name, field], position) => [
        name,
        new FieldProperty(name, field, position + 1, name === title),
      ]),
    )
  }

  override databaseName(): string {
    return 'T21'
  }

  override id(): string {
    return this.#bound.lookup.options.id
  }

  override properties(): BaseProperty[] {
    return [...this.#properties.values()]
  }

  override property(path: string): BaseProperty | null {
    return this.#properties.get(path) ?? null
  }

  override async find(
    filter: AdminJsFilter,
    options: FindOptions,
    context?: ActionContext,
  ): Promise<BaseRecord[]> {
    const query = this.#filtered(filter, staffFrom(context))
    const { idColumn, sortedBy } = this.#bound.lookup.options
    const column = this.#sortColumn(options.sort?.sortBy ?? sortedBy.field)
    const direction = (options.sort?.direction ?? sortedBy.direction) === 'asc' ? 'asc' : 'desc'
    const rows = await inTime<never[]>(
      query
        .orderBy([
          { column, order: direction },
          { column: idColumn, order: direction },
        ])
        .limit(within(options.limit, 1, mostAtOnce))
        .offset(within(options.offset, 0, mostCounted)),
    )
    return rows.map((row) => this.#record(row))
  }

  override async count(filter: AdminJsFilter, context?: ActionContext): Promise<number> {
    const { countedWithoutJoins, idColumn } = this.#bound.lookup.options
    const some = this.#filtered(filter, staffFrom(context))
      .clearSelect()
      .select(idColumn)
      .limit(mostCounted)
    if (countedWithoutJoins === true) some.clear('join')
    const [counted] = await inTime<{ many: number | string }[]>(
      this.#bound.knex.from(some.as('some')).count('* as many'),
    )
    return Number(counted?.many ?? 0)
  }

  override async findOne(id: string, context?: ActionContext): Promise<BaseRecord | null> {
    const [record] = await this.findMany([id], context)
    return record ?? null
  }

  override async findMany(
    ids: readonly (string | number)[],
    context?: ActionContext,
  ): Promise<BaseRecord[]> {
    const query = this.#allowed(staffFrom(context))
    const known = ids.filter(isUuid).slice(0, mostAtOnce)
    if (known.length === 0) return []
    const { idColumn } = this.#bound.lookup.options
    // AdminJS reads records before it comes to what is done with them: the error handler tells what took too long.
    const rows = (await query.whereIn(idColumn, known)) as never[]
    return rows.map((row) => this.#record(row))
  }

  #record(row: never): BaseRecord {
    return this.build(this.#bound.lookup.options.present(row) as Record<string, unknown>)
  }

  #allowed(staff: StaffPrincipal): Knex.QueryBuilder {
    const { options } = this.#bound.lookup
    if (!staff.ability.can('read', options.subject)) throw new ForbiddenError('forbiddenError')
    return options.query(this.#bound.knex, staff)
  }

  #filtered(filter: AdminJsFilter | undefined, staff: StaffPrincipal): Knex.QueryBuilder {
    const query = this.#allowed(staff)
    for (const { path, value } of Object.values(filter?.filters ?? {})) {
      const field = this.#field(path)
      if (field?.filter === undefined) throw refused('filters', `There is no filter by ${path}.`)
      field.filter(query, value as FilterValue)
    }
    return query
  }

  #sortColumn(name: string): string {
    const column = this.#field(name)?.sort
    if (column === undefined) throw refused('sortBy', `Lists are not sorted by ${name}.`)
    return column
  }

  #field(name: string) {
    const { fields } = this.#bound.lookup.options
    return Object.hasOwn(fields, name) ? fields[name] : undefined
  }
}

/** A database of AdminJS: none is. It wants one beside every kind of resource. */
export class NoDatabase extends BaseDatabase {
  static override isAdapterFor(): boolean {
    return false
  }
}

/** What is shown of a record that AdminJS holds. */
export function shownOf(record: BaseRecord): Shown {
  return record.params as Shown
}

function staffFrom(context: ActionContext | undefined): StaffPrincipal {
  const staff = knownStaff(context?.currentAdmin)
  if (staff === undefined) throw new ForbiddenError('forbiddenError')
  return staff
}

function refused(field: string, message: string): ValidationError {
  return new ValidationError({ [field]: { message } }, { message })
}

/** @throws ValidationError where the database took too long: it becomes a notice */
async function inTime<Rows>(query: Knex.QueryBuilder): Promise<Rows> {
  try {
    return (await query) as Rows
  } catch (error) {
    throw tookTooLong(error) ? refused('filters', filterMore) : error
  }
}

function within(value: number | undefined, least: number, most: number): number {
  const number = Math.trunc(Number(value ?? least))
  return Number.isNaN(number) ? least : Math.min(Math.max(number, least), most)
}
