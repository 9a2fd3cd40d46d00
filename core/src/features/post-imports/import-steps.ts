import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError, catalogue, invalid, type ErrorCode } from '../../errors.ts'
import { requireEditable } from '../posts/post-lock.ts'
import { createPosts, type BulkInput } from '../posts/post-bulk.service.ts'
import type { BulkRow } from '../posts/post-bulk.schemas.ts'
import { removePost } from '../posts/posts.service.ts'
import { rowErrorOf } from '../posts/row-error.ts'
import {
  countRows,
  nextCreated,
  nextRows,
  noteFindings,
  notePost,
  type Finding,
  type OpenRow,
} from './import-rows.ts'
import type { ImportStatus, PostImport } from './post-import.model.ts'

/** What a step works with. */
export interface ImportRun {
  readonly context: Context
  readonly postImport: PostImport
  /** Whose rights count; undefined for somebody who is not there any more. */
  readonly principal: Principal | undefined
  /** What the server is to blame for counts as the row's own failure by now. */
  readonly lastAttempt: boolean
}

/** The status after a step; `trouble` where it is to be tried again in a while. */
export type StepOutcome = ImportStatus | 'trouble'

/** What is to be taken back must not have gone out before all of it is there. */
const leadMilliseconds = 3_600_000

/** Each step does as many rows as one request may make. */
export const steps: Readonly<
  Record<'checking' | 'creating' | 'undoing', (run: ImportRun) => Promise<StepOutcome>>
> = { checking, creating, undoing }

async function checking(run: ImportRun): Promise<StepOutcome> {
  const { context, postImport } = run
  const rows = await nextRows(context, postImport, 'waiting')
  if (rows.length === 0) {
    if (postImport.dry_run) return 'done'
    return (await countRows(context, postImport, 'failed')) > 0 ? 'refused' : 'creating'
  }
  const posts = rows.map(({ body }) => {
    const early = postImport.mode === 'all_or_nothing' && refuseEarly(body.scheduledFor)
    return early || body
  })
  const found = await tried(run, rows, posts, true)
  if (found === 'trouble') return found
  await noteFindings(context, postImport, 'waiting', found)
  return 'checking'
}

async function creating(run: ImportRun): Promise<StepOutcome> {
  const { context, postImport } = run
  const from = postImport.mode === 'each' ? 'waiting' : 'valid'
  const rows = await nextRows(context, postImport, from)
  if (rows.length === 0) return 'done'
  const posts = rows.map(({ body }) => body)
  const found = await tried(run, rows, posts, false)
  if (found === 'trouble') return found
  const refused = await noteFindings(
    context,
    postImport,
    from,
    found.filter(({ status }) => status === 'failed'),
  )
  return refused > 0 && postImport.mode === 'all_or_nothing' ? 'undoing' : 'creating'
}

async function undoing({ context, postImport }: ImportRun): Promise<StepOutcome> {
  const rows = await nextCreated(context, postImport)
  if (rows.length === 0) return 'refused'
  for (const { line, post_id: postId } of rows) {
    const status = postId === null ? 'taken_back' : await takeBack(context, postImport, postId)
    if (status === 'trouble') return status
    await noteFindings(context, postImport, 'created', [{ line, status }])
  }
  return 'undoing'
}

/** What becomes of the posts of these rows, or would in a dry run. */
async function tried(
  { context, postImport, principal, lastAttempt }: ImportRun,
  rows: readonly OpenRow[],
  posts: readonly BulkInput[],
  dryRun: boolean,
): Promise<Finding[] | 'trouble'> {
  const from = postImport.mode === 'each' ? 'waiting' : 'valid'
  const lineOf = (index: number): number => rows[index]?.line ?? 0
  const answers: readonly BulkRow[] =
    principal === undefined
      ? posts.map((_, index) => ({ index, status: 'failed', id: null, error: rowErrorOf(nobody) }))
      : await createPosts(context, principal, {
          mode: 'each',
          dryRun,
          posts,
          also: (transaction, postId, index) =>
            notePost(transaction, postImport, { line: lineOf(index), status: from, postId }),
        })
  const ours = answers.some(({ error }) => error !== null && isOurs(error.code))
  if (ours && !lastAttempt) return 'trouble'
  return answers.map(({ index, status, error }) => ({ line: lineOf(index), status, error }))
}

const nobody = new ApiError('FORBIDDEN', 'The person who imported this is not there any more.')

/** Nothing is wrong with the row itself. */
function isOurs(code: string): boolean {
  return catalogue[code as ErrorCode].status >= 500
}

function refuseEarly(scheduledFor: string | null | undefined): ApiError | undefined {
  if (scheduledFor === undefined || scheduledFor === null) return undefined
  if (new Date(scheduledFor).getTime() >= Date.now() + leadMilliseconds) return undefined
  return invalid(
    'scheduledFor',
    'With all_or_nothing, more than 100 posts must be an hour away, so that they can still be taken back; choose a later time, or `each`.',
  )
}

async function takeBack(
  context: Context,
  { organization_id: organizationId }: PostImport,
  id: string,
): Promise<'taken_back' | 'kept' | 'trouble'> {
  const post = await context.database
    .system('posts')
    .where({ id, organization_id: organizationId })
    .first<{ version: number } | undefined>('version')
  if (post === undefined) return 'taken_back'
  try {
    await removePost(context, { id, organizationId, version: post.version }, requireEditable)
    return 'taken_back'
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    // Somebody changes or deletes it at this moment: it is looked at again.
    return error.code === 'VERSION_CONFLICT' || error.code === 'NOT_FOUND' ? 'trouble' : 'kept'
  }
}
