import { loadPrincipal } from '../../authz/load-principal.ts'
import type { Policy } from '../../authz/policy.ts'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { say, type NoticeWords } from '../notifications/notice-words.ts'
import { notifyPerson } from '../notifications/notify-person.ts'
import { isOver } from './import-rows.ts'
import { steps } from './import-steps.ts'
import type { ImportStatus, PostImport } from './post-import.model.ts'

/** An import whose process died is looked at again after this. */
const leaseSeconds = 300
/** And one that met with trouble, after this. */
const pauseSeconds = 60
const mostAttempts = 5

/**
 * Works through the imports that people wait for, some rows at a time. What is there says what has been done, so that any number
 * of processes may do this, and any of them may die. For the worker, whose stop ends it between two steps.
 *
 * @returns how many imports are over now
 */
export async function runImports(
  context: Context,
  policies: readonly Policy[],
  stop?: AbortSignal,
): Promise<number> {
  let over = 0
  while (stop?.aborted !== true) {
    const postImport = await claim(context)
    if (postImport === undefined) return over
    try {
      over += Number(await workThrough(context, policies, postImport, stop))
    } catch (err) {
      context.log.error({ err, importId: postImport.id }, 'an import could not be worked through')
    }
  }
  return over
}

async function claim({ database }: Context): Promise<PostImport | undefined> {
  const { rows } = await database.system.raw<{ rows: PostImport[] }>(
    `update post_imports set attempts = attempts + 1,
       next_at = clock_timestamp() + make_interval(secs => ?)
     where id = (select id from post_imports where next_at <= clock_timestamp()
       order by next_at limit 1 for update skip locked)
     returning *`,
    [leaseSeconds],
  )
  return rows[0]
}

async function workThrough(
  context: Context,
  policies: readonly Policy[],
  claimed: PostImport,
  stop: AbortSignal | undefined,
): Promise<boolean> {
  const { id, user_id: userId } = claimed
  let postImport = claimed
  while (stop?.aborted !== true) {
    const { status, attempts } = postImport
    if (isOver(status)) return true
    const principal = await loadPrincipal(context.database, policies, userId, `import:${id}`)
    const run = { context, postImport, principal, lastAttempt: attempts >= mostAttempts }
    const outcome = await steps[status](run)
    if (outcome === 'trouble') {
      await lookAgain(context, postImport, pauseSeconds)
      return false
    }
    if (!(await moveOn(context, postImport, outcome))) return false
    postImport = { ...postImport, status: outcome, attempts: 0 }
  }
  await lookAgain(context, postImport, 0)
  return false
}

/** @returns false where another process has moved it on */
async function moveOn(
  { database }: Context,
  { id, organization_id, user_id, status, dry_run }: PostImport,
  to: ImportStatus,
): Promise<boolean> {
  return inSystem(database, async (transaction) => {
    const over = isOver(to)
    const count = await transaction('post_imports')
      .where({ id, organization_id, status })
      .update({
        status: to,
        attempts: 0,
        finished_at: over ? transaction.raw('clock_timestamp()') : null,
        next_at: over
          ? null
          : transaction.raw('clock_timestamp() + make_interval(secs => ?)', [leaseSeconds]),
      })
    if (count === 0) return false
    if (!over) return true
    await transaction('post_import_rows')
      .where({ import_id: id, organization_id })
      .whereNotNull('body')
      .update({ body: null })
    await notifyPerson(transaction, user_id, {
      type: 'IMPORT_FINISHED',
      words: wordsOf(to, dry_run),
      link: `/posts/imports/${id}`,
      subjectId: id,
      dedupeKey: `import_finished:${id}`,
    })
    return true
  })
}

function wordsOf(status: 'done' | 'refused', dryRun: boolean): NoticeWords {
  if (status === 'refused') return say('importRefused')
  return dryRun ? say('importChecked') : say('importFinished')
}

async function lookAgain(
  { database }: Context,
  { id, organization_id, status }: PostImport,
  seconds: number,
): Promise<void> {
  await database
    .system('post_imports')
    .where({ id, organization_id, status })
    .update({
      next_at: database.system.raw('clock_timestamp() + make_interval(secs => ?)', [seconds]),
    })
}
