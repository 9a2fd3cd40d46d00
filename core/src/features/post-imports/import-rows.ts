import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { addressesOf, maxAddresses, rowsAtOnce } from '../posts/post-bulk.service.ts'
import type { CreatePostBody } from '../posts/posts.schemas.ts'
import type { RowError } from '../posts/row-error.ts'
import type { ImportRowStatus, ImportStatus, PostImport } from './post-import.model.ts'

/** A row that something is to be done with. */
export interface OpenRow {
  readonly line: number
  readonly body: CreatePostBody
}

/** What was found out about a row. */
export interface Finding {
  readonly line: number
  readonly status: ImportRowStatus
  readonly error?: RowError | null
}

/** The import went on to another step, or another process did this row. An `ApiError`, so that fetched media go. */
export class RowTaken extends ApiError {}

/** The next rows of a status, as many as one request may make. */
export async function nextRows(
  { database }: Context,
  { id, organization_id }: PostImport,
  status: 'waiting' | 'valid',
): Promise<OpenRow[]> {
  const rows = (await database
    .system('post_import_rows')
    .where({ import_id: id, organization_id, status })
    .orderBy('line')
    .limit(rowsAtOnce)
    .select('line', 'body')) as OpenRow[]
  let fits = rows.length
  while (fits > 1 && addressesOf(rows.slice(0, fits).map(({ body }) => body)).size > maxAddresses) {
    fits -= 1
  }
  return rows.slice(0, fits)
}

/** The next rows that have posts, as many as {@link nextRows}. */
export async function nextCreated(
  { database }: Context,
  { id, organization_id }: PostImport,
): Promise<{ readonly line: number; readonly post_id: string | null }[]> {
  return (await database
    .system('post_import_rows')
    .where({ import_id: id, organization_id, status: 'created' })
    .orderBy('line')
    .limit(rowsAtOnce)
    .select('line', 'post_id')) as { line: number; post_id: string | null }[]
}

/**
 * Notes the post of a row, in the transaction that stores it: each row gets one, whoever does it and dies meanwhile.
 *
 * @throws RowTaken
 */
export async function notePost(
  transaction: Knex.Transaction,
  { id, organization_id }: PostImport,
  row: { readonly line: number; readonly status: ImportRowStatus; readonly postId: string },
): Promise<void> {
  const creating = await transaction('post_imports')
    .where({ id, organization_id, status: 'creating' })
    .forShare()
    .first<{ id: string } | undefined>('id')
  if (creating === undefined) throw new RowTaken('CONFLICT')
  const count = await transaction('post_import_rows')
    .where({ import_id: id, organization_id, line: row.line, status: row.status })
    .update({ status: 'created', post_id: row.postId })
  if (count === 0) throw new RowTaken('CONFLICT')
}

/** Notes what was found out about rows, where import and row are still what they were. @returns of how many */
export async function noteFindings(
  { database }: Context,
  { id, organization_id, status }: PostImport,
  from: ImportRowStatus,
  findings: readonly Finding[],
): Promise<number> {
  if (findings.length === 0) return 0
  const { rowCount } = await database.system.raw<{ rowCount: number }>(
    `update post_import_rows as row set status = found.status, error = found.error
     from jsonb_to_recordset(cast(:findings as jsonb)) as found (line int, status text, error jsonb)
     where row.import_id = :id and row.organization_id = :organization_id
       and row.line = found.line and row.status = :from
       and exists (select from post_imports i where i.id = :id and i.organization_id = :organization_id
         and i.status = :status)`,
    { id, organization_id, status, from, findings: JSON.stringify(findings) },
  )
  return rowCount
}

/** How many rows of an import have a status. */
export async function countRows(
  { database }: Context,
  { id, organization_id }: PostImport,
  status: ImportRowStatus,
): Promise<number> {
  const [found] = (await database
    .system('post_import_rows')
    .where({ import_id: id, organization_id, status })
    .count({ rows: '*' })) as { rows: string }[]
  return Number(found?.rows ?? 0)
}

/** The steps that nothing follows. */
export function isOver(status: ImportStatus): status is 'done' | 'refused' {
  return status === 'done' || status === 'refused'
}
