import { invalidParameter, type Page, type Parameters } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { postLimits } from '../api/limits.ts'
import { numbered } from '../api/refusals.ts'
import { mayRepeat } from '../api/traits.ts'
import { findPhoto, keepPhoto, type StoredPhoto } from '../media/photo.ts'
import type { PostMedia, StoredPost } from './post.ts'

/**
 * The staged photos that `attached_media` names (facebook.md 2.3).
 *
 * @throws GraphRefusal 100 for something else, 100/1366051 for photos that a post shows already
 */
export function readAttachedMedia(
  context: EmulatorContext,
  page: Page,
  params: Parameters,
): readonly StoredPhoto[] {
  const given = params.json('attached_media')
  if (given === undefined) return []
  if (!Array.isArray(given)) throw invalidParameter('Param attached_media must be an array.')
  if (given.length > postLimits.attachedMedia) {
    throw invalidParameter(`Param attached_media has more than ${postLimits.attachedMedia} items`)
  }
  const ids = given.map((item: unknown, index) => fbidOf(item, index))
  if (new Set(ids).size < ids.length)
    throw invalidParameter('Param attached_media names a photo twice')
  return ids.map((id) => {
    const photo = findPhoto(context, id)
    if (photo === undefined || photo.pageId !== page.id) {
      throw invalidParameter(`Param attached_media: ${id} is no photo of this page`)
    }
    if (photo.postId !== null && !mayRepeat(page)) throw numbered(1366051)
    return photo
  })
}

/** Binds photos to the post that shows them; they do not expire any more. */
export function usePhotos(
  context: EmulatorContext,
  photos: readonly StoredPhoto[],
  post: StoredPost,
): void {
  for (const photo of photos) keepPhoto(context, { ...photo, postId: post.id, expiresAt: null })
}

/** A photo as a part of a post. */
export function photoMedia({ id, mimeType, altText }: StoredPhoto): PostMedia {
  return { kind: 'image', id, mimeType, altText }
}

function fbidOf(item: unknown, index: number): string {
  const parsed: unknown = typeof item === 'string' ? parse(item) : item
  const { media_fbid: id } = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as {
    media_fbid?: unknown
  }
  if (typeof id === 'string' && id !== '') return id
  if (typeof id === 'number') return String(id)
  throw invalidParameter(`Param attached_media[${index}] must be an object with media_fbid`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
