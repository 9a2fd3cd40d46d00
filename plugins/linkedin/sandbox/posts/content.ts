import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { invalidInput, unpermittedFields } from '../api/errors.ts'
import { postLimits } from '../api/limits.ts'
import { requireAttachable } from './attach.ts'
import { requireLength, requireNotBlank } from './lengths.ts'
import type { NewContent } from './post-schema.ts'
import type { PostContent } from './post.ts'

/**
 * The content of a new post: exactly one kind, within its limits, with media of the author's own.
 *
 * @throws Refusal 400 that names the field; 403 for a carousel, which is for advertisers only
 */
export function contentOf(
  context: EmulatorContext,
  author: string,
  content: NewContent,
): PostContent {
  const kinds = Object.keys(content)
  if (content.carousel !== undefined) throw unpermittedFields('REQUEST_BODY', 'content')
  if (kinds.length !== 1) {
    throw invalidInput(
      'INVALID_VALUE_FOR_FIELD',
      'content',
      'must have exactly one of media, multiImage, article and poll',
    )
  }
  const { media, multiImage, article, poll } = content
  if (media !== undefined) {
    requireLength(media.altText, 'content/media/altText', postLimits.altText)
    return { kind: 'media', media: requireAttachable(context, author, media, 'content/media') }
  }
  if (multiImage !== undefined) return imagesOf(context, author, multiImage)
  if (article !== undefined) return articleOf(context, author, article)
  return pollOf(poll)
}

function imagesOf(
  context: EmulatorContext,
  author: string,
  { images }: NonNullable<NewContent['multiImage']>,
): PostContent {
  const field = 'content/multiImage/images'
  const { imagesLeast, imagesMost } = postLimits
  if (images.length < imagesLeast || images.length > imagesMost) {
    throw invalidInput(
      'INVALID_VALUE_FOR_FIELD',
      field,
      `must have ${imagesLeast} to ${imagesMost} images`,
    )
  }
  return {
    kind: 'multiImage',
    images: images.map((image, index) => {
      requireLength(image.altText, `${field}/${index}/altText`, postLimits.altText)
      return requireAttachable(context, author, image, `${field}/${index}`, ['image'])
    }),
  }
}

function articleOf(
  context: EmulatorContext,
  author: string,
  article: NonNullable<NewContent['article']>,
): PostContent {
  const url = URL.parse(article.source)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw invalidInput('INVALID_VALUE_FOR_FIELD', 'content/article/source', 'must be a web address')
  }
  requireLength(article.title, 'content/article/title', postLimits.articleTitle)
  requireLength(article.thumbnailAltText, 'content/article/thumbnailAltText', postLimits.altText)
  const thumbnail =
    article.thumbnail === undefined
      ? null
      : requireAttachable(
          context,
          author,
          {
            id: article.thumbnail,
            ...(article.thumbnailAltText === undefined
              ? {}
              : { altText: article.thumbnailAltText }),
          },
          'content/article/thumbnail',
          ['image'],
        )
  return {
    kind: 'article',
    source: article.source,
    title: article.title ?? null,
    description: article.description ?? null,
    thumbnail,
  }
}

function pollOf(poll: NewContent['poll']): PostContent {
  if (poll === undefined) throw invalidInput('MISSING_FIELD', 'content/poll', 'is missing')
  requireNotBlank(poll.question, 'content/poll/question')
  requireLength(poll.question, 'content/poll/question', postLimits.pollQuestion)
  const { pollOptionsLeast, pollOptionsMost } = postLimits
  if (poll.options.length < pollOptionsLeast || poll.options.length > pollOptionsMost) {
    throw invalidInput(
      'INVALID_VALUE_FOR_FIELD',
      'content/poll/options',
      `must have ${pollOptionsLeast} to ${pollOptionsMost} options`,
    )
  }
  for (const [index, { text }] of poll.options.entries()) {
    requireNotBlank(text, `content/poll/options/${index}/text`)
    requireLength(text, `content/poll/options/${index}/text`, postLimits.pollOption)
  }
  return {
    kind: 'poll',
    question: poll.question,
    options: poll.options.map(({ text }) => text),
    duration: poll.settings.duration,
    isVoterVisibleToAuthor: poll.settings.isVoterVisibleToAuthor ?? true,
  }
}
