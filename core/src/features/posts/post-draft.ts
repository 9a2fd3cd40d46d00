import { invalid } from '../../errors.ts'
import { changeMedia, mediaUsesOf } from './draft-media.ts'
import type { PlatformOverride, PostContent } from './parts.ts'
import type { UpdatePostBody, WrittenPost } from './posts.schemas.ts'

/** A post as its author wants it, whole: what is checked, and then stored. */
export interface PostDraft extends PostContent {
  readonly platforms: readonly string[]
  readonly socialAccountIds: readonly string[] | null
  readonly imageUrls: readonly string[]
  readonly videoUrl: string | null
  /** Of the post itself. A medium that is not fetched yet stands here by its address. */
  readonly mediaIds: readonly string[]
  /** By media id; by address for what is not fetched yet. */
  readonly altTexts: Readonly<Record<string, string>>
  /** Which medium was fetched from which address, by address. */
  readonly fetched: ReadonlyMap<string, string>
  readonly aiGenerated: boolean
  readonly aiPrompt: string | null
  readonly aiModel: string | null
}

const maxMedia = 10

const empty: PostDraft = {
  content: '',
  hashtags: [],
  thread: [],
  firstComment: null,
  overrides: {},
  platforms: [],
  socialAccountIds: null,
  imageUrls: [],
  videoUrl: null,
  mediaIds: [],
  altTexts: {},
  fetched: new Map(),
  aiGenerated: false,
  aiPrompt: null,
  aiModel: null,
}

type DraftFields = Omit<WrittenPost, 'brandId' | 'content'> & UpdatePostBody

/**
 * The draft that a body describes.
 *
 * @throws ApiError VALIDATION_ERROR for what no schema can say
 */
export function newDraft(body: WrittenPost): PostDraft {
  return changeDraft(empty, body)
}

/**
 * A draft with the fields of a body in place of its own.
 *
 * @throws ApiError VALIDATION_ERROR for what no schema can say
 */
export function changeDraft(draft: PostDraft, body: DraftFields): PostDraft {
  const media = changeMedia(draft, body)
  const altTexts = body.altTexts ?? {}
  const socialAccountIds = body.socialAccountIds ?? []
  const changed: PostDraft = {
    content: body.content ?? draft.content,
    hashtags: body.hashtags === undefined ? draft.hashtags : withoutSigns(body.hashtags),
    thread: body.thread ?? draft.thread,
    firstComment: either(body.firstComment, draft.firstComment) || null,
    overrides: body.overrides === undefined ? draft.overrides : cleaned(body.overrides),
    platforms: body.platforms ?? draft.platforms,
    socialAccountIds:
      body.socialAccountIds === undefined
        ? draft.socialAccountIds
        : (nonEmpty(socialAccountIds) ?? null),
    ...media,
    altTexts: body.altTexts === undefined ? draft.altTexts : altTexts,
    aiGenerated: body.aiGenerated ?? draft.aiGenerated,
    aiPrompt: either(body.aiPrompt, draft.aiPrompt),
    aiModel: either(body.aiModel, draft.aiModel),
  }
  return { ...checked(changed), altTexts: ownAltTexts(changed, body.altTexts !== undefined) }
}

function checked(draft: PostDraft): PostDraft {
  if (draft.mediaIds.length > maxMedia) {
    throw invalid(
      'mediaIds',
      `At most ${maxMedia} pictures and videos, those of imageUrls and videoUrl included.`,
    )
  }
  if (draft.content.trim() === '' && draft.mediaIds.length === 0) {
    throw invalid('content', 'Write a text, or add a picture or video.')
  }
  const threads = [
    ['thread', draft.thread] as const,
    ...Object.entries(draft.overrides).map(
      ([platform, { thread }]) => [`overrides.${platform}.thread`, thread ?? []] as const,
    ),
  ]
  for (const [field, thread] of threads) {
    const blank = thread.findIndex(
      ({ content, mediaIds }) => content.trim() === '' && (mediaIds ?? []).length === 0,
    )
    if (blank !== -1) {
      throw invalid(`${field}[${blank}].content`, 'Write a text, or add a picture or video.')
    }
  }
  return draft
}

/** Refuses texts for media that the post does not have; forgets those of media that it had. */
function ownAltTexts(draft: PostDraft, given: boolean): Record<string, string> {
  const ids = new Set(mediaUsesOf(draft).flatMap(({ mediaIds }) => mediaIds))
  const texts: Record<string, string> = {}
  for (const [key, text] of Object.entries(draft.altTexts)) {
    const id = draft.fetched.get(key) ?? key
    if (ids.has(id)) texts[id] = text
    else if (given) {
      throw invalid(`altTexts.${key}`, 'The post has no such picture; use a media id of the post.')
    }
  }
  return texts
}

function cleaned(overrides: Record<string, PlatformOverride>): Record<string, PlatformOverride> {
  return Object.fromEntries(
    Object.entries(overrides).map(([platform, override]) => [
      platform,
      override.hashtags === undefined
        ? override
        : { ...override, hashtags: withoutSigns(override.hashtags) },
    ]),
  )
}

function withoutSigns(hashtags: readonly string[]): string[] {
  return hashtags.map((hashtag) => hashtag.replace(/^#/, ''))
}

function nonEmpty<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items
}

function either<Value>(given: Value | undefined, own: Value): Value {
  return given === undefined ? own : given
}
