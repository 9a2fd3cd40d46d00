import type { FitMode } from '../../plugins/fit-plan.ts'
import { appendHashtags, type Connector, type DraftPart, type MediaFacts } from '@t21/plugin-kit'

/** One of the posts after the first in a thread. */
export interface ThreadItem {
  readonly content: string
  readonly mediaIds?: readonly string[] | undefined
}

/** What differs on one platform. A field that is missing is taken from the post. */
export interface PlatformOverride {
  readonly content?: string | undefined
  readonly hashtags?: readonly string[] | undefined
  readonly thread?: readonly ThreadItem[] | undefined
  /** `null`: no first comment on this platform. */
  readonly firstComment?: string | null | undefined
  readonly mediaIds?: readonly string[] | undefined
  /** What is done with pictures of a shape that the network does not take: `pad` where nothing is said. */
  readonly mediaFit?: FitMode | undefined
  /** The platform's own options, such as a poll. */
  readonly options?: Readonly<Record<string, unknown>> | undefined
}

/** What a post says, to all platforms and to single ones. */
export interface PostContent {
  readonly content: string
  readonly hashtags: readonly string[]
  readonly thread: readonly ThreadItem[]
  readonly firstComment: string | null
  readonly overrides: Readonly<Record<string, PlatformOverride>>
}

/**
 * The media of a part: `source` is `''` for the shared content or a platform for its override, `part`
 * counts from 0, which is the post itself. As in the table `post_media`.
 */
export type MediaOfPart<Media extends MediaFacts = MediaFacts> = (
  source: string,
  part: number,
) => readonly Media[]

/** How pictures are made to fit on one platform. */
export function mediaFitOf(post: Pick<PostContent, 'overrides'>, platform: string): FitMode {
  return post.overrides[platform]?.mediaFit ?? 'pad'
}

/** The options of one platform that the post is, or was, published with. */
export function optionsOf(
  post: Pick<PostContent, 'overrides'>,
  platform: string,
): Readonly<Record<string, unknown>> {
  return post.overrides[platform]?.options ?? {}
}

/** The first comment on one platform; `null` where there is none. */
export function firstCommentOf(
  post: Pick<PostContent, 'firstComment' | 'overrides'>,
  platform: string,
): string | null {
  const own = post.overrides[platform]?.firstComment
  const text = own === undefined ? post.firstComment : own
  return text === '' ? null : text
}

/**
 * Takes a post apart into what becomes visible on one platform: the post, the rest of its thread, and
 * last the first comment. Used in the draft editor, when scheduling and by the publishing engine, so
 * that all of them see the same text.
 */
export function partsOf<Media extends MediaFacts>(
  post: PostContent,
  platform: string,
  connector: Pick<Connector, 'composeText'>,
  mediaOf: MediaOfPart<Media>,
): (DraftPart & { readonly media: readonly Media[] })[] {
  const override = post.overrides[platform] ?? {}
  const compose = connector.composeText ?? appendHashtags
  const thread = override.thread ?? post.thread
  const threadSource = override.thread === undefined ? '' : platform
  const firstComment = firstCommentOf(post, platform)

  const parts: (DraftPart & { readonly media: readonly Media[] })[] = [
    {
      kind: 'post',
      position: 0,
      text: compose(override.content ?? post.content, override.hashtags ?? post.hashtags),
      media: mediaOf(override.mediaIds === undefined ? '' : platform, 0),
      options: optionsOf(post, platform),
    },
  ]
  for (const [index, { content }] of thread.entries()) {
    const position = index + 1
    parts.push({
      kind: 'thread',
      position,
      text: content,
      media: mediaOf(threadSource, position),
      options: {},
    })
  }
  if (firstComment !== null) {
    parts.push({
      kind: 'first_comment',
      position: parts.length,
      text: firstComment,
      media: [],
      options: {},
    })
  }
  return parts
}
