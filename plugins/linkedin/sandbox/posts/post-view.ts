import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { lifecycleOf } from './lifecycle.ts'
import { canonicalText } from './little-text.ts'
import { votesOf } from './metrics.ts'
import type { PostMedia, StoredPost } from './post.ts'

/** A post as the API gives it back (linkedin.md 5). Times are in milliseconds. */
export function presentPost(context: EmulatorContext, post: StoredPost): object {
  const lifecycleState = lifecycleOf(context, post)
  const content = presentContent(post, context.now().getTime())
  return {
    id: post.urn,
    author: post.author,
    commentary: canonicalText(post.segments),
    visibility: post.visibility,
    lifecycleState,
    createdAt: post.createdAt,
    ...(lifecycleState === 'PUBLISHED' ? { publishedAt: post.createdAt } : {}),
    lastModifiedAt: post.lastModifiedAt,
    distribution: {
      feedDistribution: post.feedDistribution,
      targetEntities: [],
      thirdPartyDistributionChannels: [],
    },
    ...(content === undefined ? {} : { content }),
    ...(post.parent === null ? {} : { reshareContext: { parent: post.parent } }),
    ...(post.callToActionLabel === null
      ? {}
      : { contentCallToActionLabel: post.callToActionLabel }),
    ...(post.landingPage === null ? {} : { contentLandingPage: post.landingPage }),
    lifecycleStateInfo: {
      contentStatus: lifecycleState === 'PUBLISH_FAILED' ? 'PROCESSING_FAILED' : 'AVAILABLE',
      reviewStatus: 'REVIEW_COMPLETE',
      isEditedByAuthor: post.isEditedByAuthor,
    },
    isReshareDisabledByAuthor: post.isReshareDisabledByAuthor,
  }
}

function presentContent(post: StoredPost, now: number): object | undefined {
  const { content } = post
  switch (content?.kind) {
    case undefined:
      return undefined
    case 'media':
      return { media: presentMedia(content.media) }
    case 'multiImage':
      return { multiImage: { images: content.images.map(presentMedia) } }
    case 'article': {
      const { source, title, description, thumbnail } = content
      return {
        article: {
          source,
          ...(title === null ? {} : { title }),
          ...(description === null ? {} : { description }),
          ...(thumbnail === null ? {} : { thumbnail: thumbnail.urn }),
        },
      }
    }
    case 'poll': {
      const votes = votesOf(post, now)
      const { question, options, duration, isVoterVisibleToAuthor } = content
      return {
        poll: {
          question,
          options: options.map((text, index) => ({
            text,
            voteCount: votes[index] ?? 0,
            isVotedByViewer: false,
          })),
          settings: { duration, voteSelectionType: 'SINGLE_VOTE', isVoterVisibleToAuthor },
          uniqueVotersCount: votes.reduce((sum, count) => sum + count, 0),
        },
      }
    }
  }
}

function presentMedia({ urn, altText, title }: PostMedia): object {
  return {
    id: urn,
    ...(altText === null ? {} : { altText }),
    ...(title === null ? {} : { title }),
  }
}
