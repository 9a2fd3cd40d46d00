import type { Static } from 'typebox'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError, invalid } from '../../errors.ts'
import { requireTimezone } from '../brands/timezone.ts'
import { createPosts, rowsAtOnce } from '../posts/post-bulk.service.ts'
import { readRows } from './csv-rows.ts'
import type { ImportQuery, ImportRow } from './post-imports.schemas.ts'
import { bodyOfRow } from './row-body.ts'

/**
 * Makes posts of the rows of a CSV file, as `createPosts` does, or says what would become of them. A dry
 * run takes every file; a real one, for now, as many rows as one request may make.
 *
 * @throws ApiError for the file as `readRows`; BULK_REFUSED with the lines; VALIDATION_ERROR
 */
export async function importPosts(
  context: Context,
  principal: Principal,
  file: Buffer,
  { dryRun, mode, brandId, timezone }: ImportQuery,
): Promise<Static<typeof ImportRow>[]> {
  requireTimezone(timezone)
  const rows = await readRows(file)
  if (!dryRun && rows.length > rowsAtOnce) {
    throw invalid(
      'body',
      `At most ${rowsAtOnce} rows can be imported at a time; this file has ${rows.length}. Split it.`,
    )
  }
  const posts = rows.map((row) => bodyOfRow(row, { brandId, timezone }))
  const answers: Static<typeof ImportRow>[] = []
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const part = { mode, dryRun, posts: posts.slice(from, from + rowsAtOnce) }
    const made = await createPosts(context, principal, part).catch((error: unknown) => {
      throw byLine(error, (index) => rows[from + index]?.line ?? 0)
    })
    for (const { index, ...row } of made) {
      answers.push({ line: rows[from + index]?.line ?? 0, ...row })
    }
  }
  return answers
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
