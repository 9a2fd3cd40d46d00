import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { notFound } from '../../errors.ts'
import { decodeCursor } from '../../http/pagination.ts'
import type { RowError } from '../posts/row-error.ts'
import type {
  ImportProgress,
  ImportedRow,
  ImportRowsQuery,
  ImportsQuery,
} from './import-progress.schemas.ts'
import type { ImportRowStatus, PostImport } from './post-import.model.ts'

interface ProgressRow extends PostImport {
  readonly rows: Readonly<Partial<Record<ImportRowStatus, number>>> | null
}

interface ImportRowRow {
  /** The line, for cursors. */
  readonly id: string
  readonly line: number
  readonly status: ImportRowStatus
  readonly post_id: string | null
  readonly error: RowError | null
}

const progress = `select i.*, counted.rows from post_imports i
  left join lateral (
    select json_object_agg(status, many) as rows from (
      select status, count(*) as many from post_import_rows
      where import_id = i.id and organization_id = i.organization_id group by status) by_status
  ) counted on true
  where i.user_id = ? and i.organization_id = any (cast(? as uuid[]))`

/** The imports that one has asked for, newest first: one more than `limit`. */
export async function listImports(
  context: Context,
  principal: Principal,
  { limit, cursor }: ImportsQuery,
): Promise<ProgressRow[]> {
  const { userId, organizationIds } = principal
  const after =
    cursor === undefined
      ? null
      : decodeCursor(context.config.urlSecret, importList(principal), cursor)
  const query = context.database.api.raw(
    `${progress} and (cast(? as uuid) is null or i.id < cast(? as uuid)) order by i.id desc limit ?`,
    [userId, [...organizationIds], after, after, limit + 1],
  )
  return read<ProgressRow>(context.database, organizationIds, query)
}

/** The name of the list in its cursors. */
export function importList({ userId }: Principal): string {
  return `imports:${userId}`
}

/** @throws ApiError NOT_FOUND, for what somebody else has asked for, too */
export async function getImport(
  context: Context,
  principal: Principal,
  id: string,
): Promise<ProgressRow> {
  const { userId, organizationIds } = principal
  const query = context.database.api.raw(`${progress} and i.id = ?`, [
    userId,
    [...organizationIds],
    id,
  ])
  const [found] = await read<ProgressRow>(context.database, organizationIds, query)
  if (found === undefined) throw notFound('Import')
  return found
}

/** The rows of an import in the order of the file: one more than `limit`. @throws ApiError NOT_FOUND */
export async function listImportRows(
  context: Context,
  principal: Principal,
  id: string,
  { limit, cursor, status }: ImportRowsQuery,
): Promise<ImportRowRow[]> {
  const { organization_id: organizationId } = await getImport(context, principal, id)
  const after =
    cursor === undefined
      ? 0
      : Number(decodeCursor(context.config.urlSecret, importRowList(id, status), cursor))
  return read<ImportRowRow>(
    context.database,
    [organizationId],
    context.database.api.raw(
      `select cast(line as text) as id, line, status, post_id, error from post_import_rows
       where import_id = ? and organization_id = ? and line > ?
         and (cast(? as text) is null or status = cast(? as text))
       order by line limit ?`,
      [id, organizationId, after, status ?? null, status ?? null, limit + 1],
    ),
  )
}

/** The name of the list in its cursors. */
export function importRowList(id: string, status?: ImportRowStatus): string {
  return `import-rows:${id}:${status ?? ''}`
}

/** An import as the API answers it. */
export function presentImport({ rows, ...row }: ProgressRow): ImportProgress {
  const of = (status: ImportRowStatus): number => rows?.[status] ?? 0
  return {
    id: row.id,
    organizationId: row.organization_id,
    mode: row.mode,
    dryRun: row.dry_run,
    status: row.status,
    rows: {
      total: Object.values(rows ?? {}).reduce((sum, many) => sum + many, 0),
      waiting: of('waiting'),
      valid: of('valid'),
      created: of('created'),
      failed: of('failed'),
      takenBack: of('taken_back'),
      kept: of('kept'),
    },
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  }
}

/** A row as the API answers it. */
export function presentImportedRow({ line, status, post_id, error }: ImportRowRow): ImportedRow {
  return { line, status, id: post_id, error }
}
