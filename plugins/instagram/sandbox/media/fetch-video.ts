import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { findContainer, saveContainer, type Container } from '../containers/container.ts'
import { fetchMedia } from './media-url.ts'
import { videoFailure } from './video.ts'

/** 2207077: the address of a video cannot be fetched. */
const downloadFailed = 2207077

/**
 * Fetches the video of a container that was given an address, once; what is wrong with it turns up in the
 * container's state (instagram.md 2.2).
 */
export async function fetchVideo(context: EmulatorContext, container: Container): Promise<void> {
  const { id, source } = container
  if (source.from !== 'url' || source.fetched) return
  const bytes = await fetchMedia(context, source.url)
  const current = findContainer(context, id) ?? container
  if (current.source.from !== 'url' || current.source.fetched) return
  if (bytes !== undefined) await context.store.putBytes(id, bytes)
  saveContainer(context, {
    ...current,
    source: { ...source, fetched: true },
    failure:
      bytes === undefined ? downloadFailed : videoFailure(bytes, current.kind, current.thumbOffset),
  })
}
