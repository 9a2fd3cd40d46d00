import { notFound } from '@t21/core/console'
import type { Lookup, Shown } from '../lookups/lookup.ts'
import { refusalOf } from './refusal.ts'
import { answerOf } from './result.ts'
import { requireSense, runOn, type Run } from './run-command.ts'

/** What became of one of many. */
export interface BulkResult {
  readonly id: string
  readonly title: string
  /** `broke`: nobody knows whether it was done; the log has why. `not_begun`: there was no time left. */
  readonly outcome: 'done' | 'refused' | 'broke' | 'not_begun'
  readonly message: string
}

/** How long it may take, and for whom. */
export interface BulkBounds {
  /** Asked before each record. */
  readonly timeIsUp: () => boolean
  /** Whether nobody waits for the answer any more: whoever closes the page stops what is left. */
  readonly isGone: () => boolean
  readonly onBroken: (error: unknown) => void
}

/**
 * Does a command to one record after the other, each as if it were alone: read anew, with its own sense, audit entry and
 * organization. What one refuses does not stop the others.
 */
export async function runBulk(
  run: Run,
  records: readonly Shown[],
  find: (id: string) => Promise<Shown | null>,
  { isGone, onBroken, timeIsUp }: BulkBounds,
): Promise<BulkResult[]> {
  const results: BulkResult[] = []
  for (const { id, ...shown } of records) {
    const about = { id, title: titleOf(run.lookup, { id, ...shown }) }
    if (timeIsUp() || isGone()) {
      results.push({ ...about, outcome: 'not_begun', message: tooLate })
      continue
    }
    try {
      const record = await find(id)
      if (record === null) throw notFound('Record')
      requireSense(run.command, record)
      const { message } = answerOf(await runOn(run, record, () => find(id)))
      results.push({ ...about, outcome: 'done', message })
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal === undefined) onBroken(error)
      results.push({
        ...about,
        outcome: refusal === undefined ? 'broke' : 'refused',
        message: refusal?.message ?? broken,
      })
    }
  }
  return results
}

const tooLate = 'Not begun: it took too long. It is as it was; choose it again.'
const broken = 'Something broke. Look at it before you try again; the log has the error.'

/** What a record is called, without a look at its details. */
export function titleOf({ options }: Lookup<never>, shown: Shown): string {
  const title = shown[options.title]
  return options.name?.(shown, {}) || (typeof title === 'string' && title) || shown.id
}

/** What was done, in a sentence. */
export function summaryOf(results: readonly BulkResult[]): string {
  const done = results.filter(({ outcome }) => outcome === 'done').length
  const not = results.length - done
  if (not === 0) return done === 1 ? 'It is done.' : `All ${done} done.`
  return done === 0 ? `None of ${not} done.` : `${done} done, ${not} not.`
}
