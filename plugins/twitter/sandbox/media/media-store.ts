import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { invalidRequest } from '../api/errors.ts'
import { mediaLimits } from '../api/limits.ts'
import { newId } from '../api/snowflake.ts'
import type { MediaCategory, StoredMedia } from './media.ts'

/** Media keys begin with the kind of media. */
const keyPrefixes: Readonly<Record<MediaCategory, number>> = {
  tweet_image: 3,
  tweet_gif: 16,
  tweet_video: 13,
  amplify_video: 13,
  dm_image: 3,
  dm_gif: 16,
  dm_video: 13,
  subtitles: 6,
}

/** A new upload, of which no byte has come yet. */
export function openUpload(
  context: EmulatorContext,
  upload: Pick<
    StoredMedia,
    'ownerId' | 'additionalOwners' | 'category' | 'mediaType' | 'totalBytes'
  >,
): StoredMedia {
  const id = newId(context)
  const now = context.now().getTime()
  const media: StoredMedia = {
    ...upload,
    id,
    mediaKey: `${keyPrefixes[upload.category]}_${id}`,
    createdAt: now,
    expiresAt: now + mediaLimits.lifetimeSeconds * 1000,
    segments: {},
    finished: null,
    altText: null,
    subtitles: [],
  }
  keepMedia(context, media)
  return media
}

/** Stores what became of an upload. */
export function keepMedia(context: EmulatorContext, media: StoredMedia): void {
  mediaOf(context).set(media.id, media)
}

/** The upload of an id, whoever owns it. */
export function findMedia(context: EmulatorContext, id: string): StoredMedia | undefined {
  return mediaOf(context).get(id)
}

/** The account's own upload that has not expired: 24 hours (twitter.md 2.2). */
export function findUsableMedia(
  context: EmulatorContext,
  accountId: string,
  id: string,
): StoredMedia | undefined {
  const media = findMedia(context, id)
  if (media === undefined || media.expiresAt <= context.now().getTime()) return undefined
  const own = media.ownerId === accountId || media.additionalOwners.includes(accountId)
  return own ? media : undefined
}

/**
 * As {@link findUsableMedia}.
 *
 * @throws Refusal 400 that names the parameter
 */
export function requireUsableMedia(
  context: EmulatorContext,
  accountId: string,
  id: string,
  parameter: string,
): StoredMedia {
  const media = findUsableMedia(context, accountId, id)
  if (media !== undefined) return media
  throw invalidRequest(
    `The media id [${id}] is not valid: there is no such media of this account, or it has expired.`,
    { [parameter]: [id] },
  )
}

/** Seconds for which media can still be used. */
export function secondsLeft(context: EmulatorContext, media: StoredMedia): number {
  return Math.max(0, Math.floor((media.expiresAt - context.now().getTime()) / 1000))
}

function mediaOf(context: EmulatorContext): Map<string, StoredMedia> {
  return context.store.collection<StoredMedia>('media')
}
