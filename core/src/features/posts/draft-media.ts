import type { ThreadItem } from './parts.ts'
import type { PostDraft } from './post-draft.ts'

/** Where a draft uses media: the post and its thread, shared (`source: ''`) or of one platform. */
export interface MediaUse {
  readonly source: string
  readonly part: number
  /** The field of the request that names them. */
  readonly field: string
  readonly mediaIds: readonly string[]
}

/** Every use of media in a draft, in the order of the parts. */
export function mediaUsesOf(draft: PostDraft): MediaUse[] {
  const uses: MediaUse[] = [
    { source: '', part: 0, field: 'mediaIds', mediaIds: draft.mediaIds },
    ...usesInThread(draft.thread, '', ''),
  ]
  for (const [platform, { mediaIds, thread }] of Object.entries(draft.overrides)) {
    const path = `overrides.${platform}.`
    if (mediaIds !== undefined) {
      uses.push({ source: platform, part: 0, field: `${path}mediaIds`, mediaIds })
    }
    if (thread !== undefined) uses.push(...usesInThread(thread, platform, path))
  }
  return uses.filter(({ mediaIds }) => mediaIds.length > 0)
}

/** The addresses that are still to be fetched. */
export function addressesOf(draft: PostDraft): string[] {
  const given = new Set([...draft.imageUrls, ...(draft.videoUrl === null ? [] : [draft.videoUrl])])
  return draft.mediaIds.filter((id) => given.has(id))
}

/** The draft with the media that were fetched in place of their addresses. */
export function withFetched(draft: PostDraft, fetched: ReadonlyMap<string, string>): PostDraft {
  const idOf = (key: string): string => fetched.get(key) ?? key
  return {
    ...draft,
    mediaIds: [...new Set(draft.mediaIds.map(idOf))],
    altTexts: Object.fromEntries(
      Object.entries(draft.altTexts).map(([key, text]) => [idOf(key), text]),
    ),
    fetched: new Map([...draft.fetched, ...fetched]),
  }
}

/** The draft without what is still to be fetched. */
export function withoutAddresses(draft: PostDraft): PostDraft {
  const addresses = new Set(addressesOf(draft))
  return { ...draft, mediaIds: draft.mediaIds.filter((id) => !addresses.has(id)) }
}

/** What of a request says which media a post has. */
export interface MediaFields {
  readonly imageUrls?: readonly string[] | undefined
  readonly videoUrl?: string | null | undefined
  readonly mediaIds?: readonly string[] | undefined
}

/**
 * Which media a draft has after a change. `mediaIds` names all of them; `imageUrls` and `videoUrl` bring
 * theirs behind them, and take away those of addresses that are not given any more.
 */
export function changeMedia(
  draft: PostDraft,
  body: MediaFields,
): Pick<PostDraft, 'imageUrls' | 'videoUrl' | 'mediaIds' | 'fetched'> {
  const kept = (url: string): boolean => {
    const id = draft.fetched.get(url)
    return body.mediaIds === undefined || (id !== undefined && body.mediaIds.includes(id))
  }
  const imageUrls = body.imageUrls ?? draft.imageUrls.filter(kept)
  const ownVideo = draft.videoUrl !== null && kept(draft.videoUrl) ? draft.videoUrl : null
  const videoUrl = body.videoUrl === undefined ? ownVideo : body.videoUrl
  const urls = [...imageUrls, ...(videoUrl === null ? [] : [videoUrl])]
  const dropped = new Set(
    [...draft.fetched].filter(([url]) => !urls.includes(url)).map(([, id]) => id),
  )
  const base = body.mediaIds ?? draft.mediaIds.filter((id) => !dropped.has(id))
  const keys = urls.map((url) => draft.fetched.get(url) ?? url)
  return { imageUrls, videoUrl, mediaIds: [...new Set([...base, ...keys])], fetched: draft.fetched }
}

function usesInThread(thread: readonly ThreadItem[], source: string, path: string): MediaUse[] {
  return thread.map(({ mediaIds }, index) => ({
    source,
    part: index + 1,
    field: `${path}thread[${index}].mediaIds`,
    mediaIds: mediaIds ?? [],
  }))
}
