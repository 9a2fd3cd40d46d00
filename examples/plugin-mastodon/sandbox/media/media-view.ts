import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { fileNameOf, isProcessed, type StoredMedia } from './media.ts'

/** A file as Mastodon shows it; without an address while it is processed. */
export function mediaView(
  context: EmulatorContext,
  host: string,
  media: StoredMedia,
): Record<string, unknown> {
  const { id, kind, description, width, height } = media
  const address = `https://${host}/system/media_attachments/files/${fileNameOf(media)}`
  return {
    id,
    type: kind === 'gif' ? 'gifv' : kind,
    url: isProcessed(context, media) ? address : null,
    preview_url: kind === 'image' ? address : null,
    remote_url: null,
    text_url: null,
    meta: width === null || height === null ? {} : { original: { width, height } },
    description,
    blurhash: null,
  }
}
