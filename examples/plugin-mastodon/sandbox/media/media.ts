import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { everywhere } from '../instances.ts'

/** A file that was uploaded. */
export interface StoredMedia {
  readonly id: string
  readonly accountId: string
  readonly mimeType: string
  readonly kind: 'image' | 'gif' | 'video'
  readonly description: string | null
  readonly width: number | null
  readonly height: number | null
  /** Milliseconds since 1970. */
  readonly uploadedAt: number
  /** When it is processed; the same moment for pictures. */
  readonly readyAt: number
  readonly failed: boolean
  /** The status that it belongs to. */
  readonly statusId: string | null
}

export function saveMedia(context: EmulatorContext, media: StoredMedia): void {
  mediaOf(context).set(media.id, media)
}

/** Any file, for those who fetch it. */
export function findMedia(context: EmulatorContext, id: string): StoredMedia | undefined {
  return mediaOf(context).get(id)
}

/** A file of an account that belongs to no status yet. After a day without one it is gone. */
export function findUnattached(
  context: EmulatorContext,
  accountId: string,
  id: string,
): StoredMedia | undefined {
  const media = findMedia(context, id)
  if (media === undefined || media.accountId !== accountId || media.statusId !== null) {
    return undefined
  }
  const age = context.now().getTime() - media.uploadedAt
  return age < everywhere.unattachedMediaSeconds * 1000 ? media : undefined
}

/** Whether the instance is done with a file. */
export function isProcessed(context: EmulatorContext, media: StoredMedia): boolean {
  return context.now().getTime() >= media.readyAt
}

/** The file's name at its address. */
export function fileNameOf({ id, mimeType }: StoredMedia): string {
  const endings: Readonly<Record<string, string>> = {
    'image/jpeg': 'jpg',
    'video/quicktime': 'mov',
  }
  return `${id}.${endings[mimeType] ?? mimeType.split('/')[1] ?? 'bin'}`
}

function mediaOf(context: EmulatorContext): Map<string, StoredMedia> {
  return context.store.collection<StoredMedia>('media')
}
