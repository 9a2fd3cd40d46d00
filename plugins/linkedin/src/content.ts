import type { Checkpoint, DraftPart, PublishPart } from '@t21/plugin-kit'
import { failures, fieldOf, read } from '@t21/plugin-kit'
import { readyUrns } from './checkpoint.ts'
import { options as optionsSchema, type Options } from './options.ts'
import { escapeText } from './text.ts'

/** The text of a post with its mentions, as a person reads it. */
export function fullText(
  part: Pick<DraftPart, 'text'>,
  options: Pick<Options, 'mentions'>,
): string {
  const missing = (options.mentions ?? []).filter((mention) => !part.text.includes(mention))
  const added = [...new Set(missing)].join(' ')
  if (added === '') return part.text
  return part.text === '' ? added : `${part.text}\n\n${added}`
}

/** The body of `POST /rest/posts`: linkedin.md 2.1. */
export function postBody(
  part: PublishPart,
  author: string,
  checkpoint: Checkpoint,
): Record<string, unknown> {
  const options = optionsOf(part)
  const content = contentOf(part, options, checkpoint)
  return {
    author,
    commentary: escapeText(fullText(part, options)),
    visibility: options.visibility ?? 'PUBLIC',
    distribution: {
      feedDistribution: 'MAIN_FEED',
      targetEntities: [],
      thirdPartyDistributionChannels: [],
    },
    lifecycleState: 'PUBLISHED',
    isReshareDisabledByAuthor: false,
    ...(content && { content }),
  }
}

/**
 * A part's options.
 *
 * @throws ConnectorFailure `content_rejected` where they are not those of LinkedIn
 */
export function optionsOf(part: DraftPart): Options {
  const options = read(optionsSchema, part.options)
  if (options) return options
  throw failures.contentRejected({
    message: 'The options of this post are not those of LinkedIn, so nothing was sent.',
    remedy: 'Correct the options and publish again.',
    field: fieldOf(part, 'options'),
  })
}

// Exactly one of LinkedIn's kinds, or none.
function contentOf(
  part: PublishPart,
  { article, poll, title }: Options,
  checkpoint: Checkpoint,
): Record<string, unknown> | undefined {
  const urns = readyUrns(part, checkpoint)
  if (!urns) {
    throw failures.preparationLost({
      message: 'The media of this post were not uploaded, so nothing was sent to LinkedIn.',
      remedy: 'Nothing: the files are uploaded again.',
      field: fieldOf(part, 'media'),
    })
  }
  const [file] = part.media
  const [urn] = urns
  if (article) {
    const { url, ...words } = article
    return {
      article: {
        source: url,
        ...words,
        ...(urn && { thumbnail: urn }),
        ...(urn && file?.altText && { thumbnailAltText: file.altText }),
      },
    }
  }
  if (poll) {
    return {
      poll: {
        question: poll.question,
        options: poll.options.map((text) => ({ text })),
        settings: { duration: poll.duration },
      },
    }
  }
  if (!file || !urn) return undefined
  if (urns.length > 1) {
    const images = urns.map((id, index) => described(id, part.media[index]?.altText))
    return { multiImage: { images } }
  }
  if (file.kind === 'image' || file.kind === 'gif') return { media: described(urn, file.altText) }
  return { media: { id: urn, ...(title !== undefined && { title }) } }
}

function described(id: string, altText: string | undefined): Record<string, string> {
  return { id, ...(altText && { altText }) }
}
