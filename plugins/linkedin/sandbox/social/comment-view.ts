import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { commentsOn, type StoredComment } from './comment.ts'
import { reactionsTo } from './reaction.ts'

/** A comment as the API gives it (linkedin.md 9). */
export function presentComment(context: EmulatorContext, comment: StoredComment): object {
  const byOrganization = comment.actor.startsWith('urn:li:organization:')
  const person = `urn:li:person:${comment.memberId}`
  const by = {
    actor: comment.actor,
    ...(byOrganization ? { impersonator: person } : {}),
  }
  const replies = commentsOn(context, comment.postUrn).filter(
    ({ parent }) => parent === comment.urn,
  )
  return {
    id: comment.id,
    $URN: comment.urn,
    commentUrn: comment.urn,
    actor: comment.actor,
    ...(byOrganization ? { agent: person } : {}),
    object: comment.activity,
    ...(comment.parent === null ? {} : { parentComment: comment.parent }),
    message: { text: comment.text, attributes: comment.attributes },
    created: { ...by, time: comment.createdAt },
    lastModified: { ...by, time: comment.lastModifiedAt },
    likesSummary: {
      totalLikes: reactionsTo(context, comment.urn).length,
      aggregatedTotalLikes: reactionsTo(context, comment.urn).length,
      likedByCurrentUser: false,
    },
    commentsSummary: {
      totalFirstLevelComments: replies.length,
      aggregatedTotalComments: replies.length,
    },
  }
}
