import { wordsOf, type Report } from '../check.ts'
import type { Ending } from '../courier/deliver-part.ts'
import { publishedIds } from '../courier/deliver.ts'
import type { ConformanceDraft } from '../options.ts'
import type { Walk } from './walk.ts'

/** What a walk may end in, besides being published. */
export interface Allowed {
  /** Because it could not be proved. */
  readonly needsPerson: boolean
  /** Because the network said that it will never take it. */
  readonly failed: boolean
}

/**
 * The law: what T21 recorded as published is there, once; and nothing is there twice, whatever happened.
 *
 * @param when `when the process died after request 3 (create_post)`
 */
export async function judgeWalk(
  { session, parts, memories, ending }: Pick<Walk, 'session' | 'parts' | 'memories' | 'ending'>,
  draft: ConformanceDraft & { readonly name: string; readonly handedOver?: true },
  when: string,
  allowed: Allowed,
  report: Report,
): Promise<void> {
  // Whatever is still on its way at the network arrives.
  await session.advance(900)
  const wall = draft.handedOver ? [] : await session.wall()
  const recorded = draft.handedOver ? 0 : publishedIds(memories).length
  report.ok(
    wall.length <= parts.length,
    `"${draft.name}" was published ${wall.length} times instead of ${parts.length} ${when}.`,
  )
  report.ok(
    wall.length >= recorded,
    `"${draft.name}" was recorded as published and is not there ${when}.`,
  )
  report.ok(
    wall.length <= recorded || ending.state === 'needs_person' || wall.length > parts.length,
    `"${draft.name}" is there and was recorded as ${ending.state} ${when}.`,
  )
  const good =
    ending.state === 'published' ||
    (ending.state === 'needs_person' && allowed.needsPerson) ||
    (ending.state === 'failed' && allowed.failed)
  report.ok(good, `"${draft.name}" ended in ${endingWords(ending)} ${when}.`)
}

function endingWords(ending: Ending): string {
  if (ending.state === 'needs_person') return `a question to a person (${ending.reason})`
  return ending.state === 'failed' ? `a failure (${wordsOf(ending.error)})` : 'success'
}
