import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError, invalid, renameFields } from '../../errors.ts'
import { requireTimezone } from '../brands/timezone.ts'
import { prepareNewPost } from '../posts/new-post.ts'
import type { CreatePostBody } from '../posts/posts.schemas.ts'
import { occurrencesOf, type RecurrencePlan } from './recurrence-rule.ts'
import type { RecurringPost } from './recurrences.schemas.ts'

/** What a recurrence makes, and when. */
export interface RecurrenceContent extends RecurrencePlan {
  readonly brandId: string
  readonly post: RecurringPost
  readonly moreTexts: readonly string[]
}

/**
 * Checks a recurrence as if its next post were made now, with each of its texts.
 *
 * @throws ApiError what `createPost` throws, with the fields called `post.…` and `moreTexts[…]`;
 * VALIDATION_ERROR for a rule that is none, has no end, or of which everything is past
 */
export async function checkRecurrence(
  context: Context,
  principal: Principal,
  recurrence: RecurrenceContent,
): Promise<void> {
  requireTimezone(recurrence.timezone)
  const now = new Date()
  const next = occurrencesOf(recurrence).find((moment) => moment > now)
  if (next === undefined) throw invalid('rule', 'All of its moments are past; let it end later.')
  for (const [position] of textsOf(recurrence).entries()) {
    const body = bodyOf(recurrence, position, next)
    await prepareNewPost(context, principal, body, 'none').catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error
      throw renameFields(error, (field) =>
        position > 0 && field === 'content' ? `moreTexts[${position - 1}]` : `post.${field}`,
      )
    })
  }
}

/** The post of one moment. @param position of the moment in the plan, from 0 */
export function bodyOf(
  recurrence: Omit<RecurrenceContent, keyof RecurrencePlan>,
  position: number,
  moment: Date,
): CreatePostBody {
  return {
    ...recurrence.post,
    content: textAt(recurrence, position),
    brandId: recurrence.brandId,
    scheduledFor: moment.toISOString(),
  }
}

/** The text whose turn it is. */
export function textAt(
  recurrence: Pick<RecurrenceContent, 'post' | 'moreTexts'>,
  position: number,
): string {
  const texts = textsOf(recurrence)
  return texts[position % texts.length] ?? recurrence.post.content
}

function textsOf({ post, moreTexts }: Pick<RecurrenceContent, 'post' | 'moreTexts'>): string[] {
  return [post.content, ...moreTexts]
}
