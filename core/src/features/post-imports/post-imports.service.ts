import type { Static } from 'typebox'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { requireTimezone } from '../brands/timezone.ts'
import { createPosts, rowsAtOnce } from '../posts/post-bulk.service.ts'
import { beginImport } from './begin-import.ts'
import { readRows } from './csv-rows.ts'
import type { ImportQuery, ImportRow } from './post-imports.schemas.ts'
import { bodyOfRow } from './row-body.ts'

/** What became of the rows of a file, or the import that a job works through. */
type Imported = { readonly rows: Static<typeof ImportRow>[] } | { readonly begun: string }

/**
 * Makes posts of the rows of a CSV file, as `createPosts` does, or says what would become of them. More rows than one
 * request may make are left to a job.
 *
 * @throws ApiError for the file as `readRows`; BULK_REFUSED with the lines; VALIDATION_ERROR; what `beginImport` throws
 */
export async function importPosts(
  context: Context,
  principal: Principal,
  file: Buffer,
  query: ImportQuery,
): Promise<Imported> {
  const { dryRun, mode, brandId, timezone } = query
  requireTimezone(timezone)
  const rows = await readRows(file)
  const read = rows.map((row) => ({ line: row.line, post: bodyOfRow(row, { brandId, timezone }) }))
  if (rows.length > rowsAtOnce) {
    return { begun: (await beginImport(context, principal, read, query)).id }
  }
  const lineOf = (index: number): number => read[index]?.line ?? 0
  const posts = read.map(({ post }) => post)
  const made = await createPosts(context, principal, { mode, dryRun, posts }).catch(
    (error: unknown) => {
      throw byLine(error, lineOf)
    },
  )
  return { rows: made.map(({ index, ...row }) => ({ line: lineOf(index), ...row })) }
}

/** The refusal of all rows names them by line. */
function byLine(error: unknown, lineOf: (index: number) => number): unknown {
  if (!(error instanceof ApiError) || error.code !== 'BULK_REFUSED') return error
  const rows = error.details as readonly { readonly index: number }[]
  return new ApiError(error.code, error.message, {
    details: rows.map(({ index, ...row }) => ({ line: lineOf(index), ...row })),
    cause: error,
  })
}
