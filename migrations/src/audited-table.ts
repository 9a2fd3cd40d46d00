import type { Knex } from 'knex'

interface AuditedTable {
  /** What the thing is called in the audit log, as the API calls it. */
  readonly resource: string
  /** Columns that say nothing of the thing: what T21 notes for itself. */
  readonly ignored?: readonly string[]
  /** Columns of which only the change is noted, not the value. */
  readonly personal?: readonly string[]
}

/** Writes every change of a table into the audit log, in the transaction of the change: nobody can forget to. */
export async function auditTable(
  knex: Knex,
  table: string,
  { resource, ignored = [], personal = [] }: AuditedTable,
): Promise<void> {
  await knex.raw(`
    create trigger ${table}_audit after insert or update or delete on ${table}
      for each row execute function audit_change('${resource}', '{${ignored.join(',')}}', '{${personal.join(',')}}')
  `)
}

/** The way back. */
export async function stopAuditing(knex: Knex, table: string): Promise<void> {
  await knex.raw(`drop trigger ${table}_audit on ${table}`)
}
