import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { photoLimits } from '../api/limits.ts'

/** A photo of a page; its bytes are kept below its id. Times are milliseconds since 1970. */
export interface StoredPhoto {
  readonly id: string
  readonly pageId: string
  readonly mimeType: string
  readonly width: number
  readonly height: number
  readonly caption: string | null
  readonly altText: string | null
  readonly createdAt: number
  /** A staged photo dies unless it is used. */
  readonly expiresAt: number | null
  /** The post that shows it. */
  readonly postId: string | null
}

/** Stores a photo. */
export function keepPhoto(context: EmulatorContext, photo: StoredPhoto): void {
  photos(context).set(photo.id, photo)
}

/** The photo of an id that still lives. */
export function findPhoto(context: EmulatorContext, id: string): StoredPhoto | undefined {
  const photo = photos(context).get(id)
  const until = photo?.expiresAt ?? null
  const dead = until !== null && until <= context.now().getTime()
  return dead ? undefined : photo
}

/** Forgets a photo and its bytes. */
export async function removePhoto(context: EmulatorContext, id: string): Promise<void> {
  photos(context).delete(id)
  await context.store.removeBytes(id)
}

/** When a photo that is staged now dies. */
export function stagedUntil(context: EmulatorContext): number {
  return context.now().getTime() + photoLimits.unpublishedSeconds * 1000
}

function photos(context: EmulatorContext): Map<string, StoredPhoto> {
  return context.store.collection<StoredPhoto>('photos')
}
