import { authorize, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { invalid } from '../../errors.ts'
import { makeGuardedClient } from '../../http/guarded-client.ts'
import { requireRoom } from '../quotas/quotas.service.ts'
import { inspect, type Inspected } from './inspect.ts'
import { mediaFormats } from './media.formats.ts'
import type { Media } from './media.model.ts'
import { nameInUrl } from './media.names.ts'
import { mediaPlaceOf, type MediaPlace } from './media.place.ts'
import { refusingFor } from './media.refusals.ts'
import { discardMedia, storeMedia } from './media.store.ts'
import { makeSemaphore } from './semaphore.ts'
import { makeWorkFolder, type WorkFolder } from './work-folder.ts'

const timeoutMs = 30_000
/** Ten pictures and a video: the most that a post names by address. */
const mostAtOnce = 11
const accept = mediaFormats.map(({ mimeType }) => mimeType).join(', ')

/** A request to fetch one file. */
export interface ImportInput {
  readonly url: string
  readonly organizationId?: string | undefined
  readonly brandId?: string | undefined
  readonly alt?: string | undefined
  readonly tags?: readonly string[] | undefined
}

/** Files that something else, such as a post, brings along by their addresses. */
export interface ImportManyInput extends MediaPlace {
  readonly urls: readonly string[]
  /** Names the field of an address in errors; `imageUrls[<index>]` by default. */
  readonly fieldOf?: (index: number) => string
}

interface FetchedFile {
  readonly folder: WorkFolder
  readonly inspected: Inspected
  readonly url: string
}

/**
 * Fetches one file into the library.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, URL_NOT_ALLOWED, UNSUPPORTED_MEDIA, PAYLOAD_TOO_LARGE, QUOTA_EXCEEDED
 */
export async function importMedia(
  context: Context,
  principal: Principal,
  { url, alt, tags, ...asked }: ImportInput,
): Promise<Media> {
  const place = await mediaPlaceOf(context, principal, 'create', asked)
  await requireRoom(context.database, place.organizationId, 'mediaBytes')
  const file = await fetchFile(context, url, 'url')
  try {
    return await storeFetched(context, principal, { ...place, alt, tags }, file)
  } finally {
    await file.folder.remove()
  }
}

/**
 * Fetches several files into the library: all of them, or none. Pictures and videos alike.
 *
 * @returns in the order of the addresses
 * @throws ApiError as {@link importMedia}, and VALIDATION_ERROR for more than eleven
 */
export async function importImages(
  context: Context,
  principal: Principal,
  { urls, fieldOf = (index) => `imageUrls[${index}]`, ...place }: ImportManyInput,
): Promise<Media[]> {
  authorize(principal, 'create', 'Media', place)
  if (urls.length > mostAtOnce) {
    throw invalid(fieldOf(mostAtOnce), `At most ${mostAtOnce} addresses can be given at a time.`)
  }
  if (urls.length > 0) await requireRoom(context.database, place.organizationId, 'mediaBytes')
  const inTurn = makeSemaphore(4)
  const outcomes = await Promise.allSettled(
    urls.map((url, index) => inTurn(() => fetchFile(context, url, fieldOf(index)))),
  )
  const files = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' ? [outcome.value] : [],
  )
  const stored: Media[] = []
  try {
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
    for (const file of files) stored.push(await storeFetched(context, principal, place, file))
    return stored
  } catch (error) {
    await discardMedia(context, stored)
    throw error
  } finally {
    await Promise.all(files.map(({ folder }) => folder.remove()))
  }
}

async function fetchFile(context: Context, url: string, field: string): Promise<FetchedFile> {
  const { config } = context
  const client = makeGuardedClient({ allowLoopback: config.allowPrivateImports })
  const folder = await makeWorkFolder(context)
  try {
    const inspected = await refusingFor(field, async () => {
      const { contentType } = await client.fetchToFile(url, folder.original, {
        maxBytes: config.mediaMaxBytes,
        timeoutMs,
        accept,
      })
      return inspect(folder, { contentType }, { maxPixels: config.mediaMaxPixels })
    })
    return { folder, inspected, url }
  } catch (error) {
    await folder.remove()
    throw error
  }
}

async function storeFetched(
  context: Context,
  principal: Principal,
  about: MediaPlace & Pick<ImportInput, 'alt' | 'tags'>,
  { inspected, url }: FetchedFile,
): Promise<Media> {
  const { origin, pathname } = new URL(url)
  return storeMedia(context, inspected, {
    ...about,
    userId: principal.userId,
    fileName: nameInUrl(url),
    // The query may be a secret of its own, such as a signature.
    sourceUrl: `${origin}${pathname}`,
  })
}
