import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { familyOf } from './categories.ts'
import { secondsLeft } from './media-store.ts'
import type { StoredMedia } from './media.ts'
import { processingInfo } from './processing.ts'

/** An upload as initialize, finalize, one-shot and STATUS answer it (twitter.md 2.2). */
export function presentMedia(context: EmulatorContext, media: StoredMedia): object {
  const processing = processingInfo(context, media)
  const { finished } = media
  const image =
    finished !== null && familyOf(media.category) === 'image'
      ? { w: finished.width, h: finished.height, image_type: media.mediaType }
      : undefined
  return {
    id: media.id,
    media_key: media.mediaKey,
    expires_after_secs: secondsLeft(context, media),
    ...(finished === null ? {} : { size: finished.size }),
    ...(image === undefined ? {} : { image }),
    ...(processing === undefined ? {} : { processing_info: processing }),
  }
}
