import type { PublishMedia, PublishPart } from '@t21/plugin-kit'
import { failures, fieldOf, read } from '@t21/plugin-kit'
import { childParams, mainParams, type Params } from './container.params.ts'
import type { Login } from './facts.ts'
import { fingerprint } from './fingerprint.ts'
import { formOf } from './form.ts'
import { options as optionsSchema } from './options.ts'

/** A container that has to be made. */
export interface ContainerPlan {
  readonly params: Params
  /** The picture or video; none in the parent of a carousel. */
  readonly file: PublishMedia | undefined
  readonly cover: PublishMedia | undefined
  /** Its bytes are sent, where Instagram takes them; else it fetches the file from T21. */
  readonly bytes: boolean
  /** What an error is about: `media[2]`. */
  readonly field: string
  /** Of everything above: a container that was made for other contents is of no use. */
  readonly fingerprint: string
}

/** The containers of a post: one for what is published, and before it one for each file of a carousel. */
export interface PostPlan {
  readonly children: readonly ContainerPlan[]
  readonly main: ContainerPlan
}

/**
 * The containers of a post.
 *
 * @throws ConnectorFailure `content_rejected` where its options are not Instagram's, or it has no media
 */
export function planOf(part: PublishPart, login: Login): PostPlan {
  const options = read(optionsSchema, part.options)
  if (!options) throw wrong(part, 'options', 'The options of this post are not those of Instagram.')
  if (part.media.length === 0) {
    throw wrong(part, 'media', 'Instagram publishes nothing without a picture or video.')
  }
  const form = formOf(part)
  const isCarousel = form === 'carousel'
  const children = isCarousel
    ? part.media.map((file, index) =>
        planFor({
          params: childParams(part, options, index),
          file,
          cover: undefined,
          bytes: false,
          field: fieldOf(part, `media[${index}]`),
        }),
      )
    : []
  const video = part.media.find((file) => file.kind === 'video')
  const file = isCarousel ? undefined : (video ?? part.media[0])
  const main = planFor({
    params: mainParams(part, options),
    file,
    cover: form === 'reel' ? part.media.find((each) => each.kind === 'image') : undefined,
    // Documented for reels and stories, and for Facebook Login only: instagram.md 0 and 2.1.
    bytes: login === 'facebook' && file?.kind === 'video',
    field: isCarousel ? fieldOf(part, 'media') : fieldOf(part, `media[${indexOf(part, file)}]`),
  })
  return { children, main }
}

function planFor(plan: Omit<ContainerPlan, 'fingerprint'>): ContainerPlan {
  const { params, file, cover, bytes } = plan
  return {
    ...plan,
    fingerprint: fingerprint(JSON.stringify([params, file?.id, cover?.id, bytes])),
  }
}

function indexOf(part: PublishPart, file: PublishMedia | undefined): number {
  return Math.max(
    part.media.findIndex((each) => each === file),
    0,
  )
}

function wrong(part: PublishPart, field: string, message: string): Error {
  return failures.contentRejected({
    message,
    remedy: 'Correct the post and publish again.',
    field: fieldOf(part, field),
  })
}
