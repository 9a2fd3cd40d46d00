import { createReadStream } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { StorageObjectMissing } from '@t21/plugin-kit'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { invalid, notFound } from '../../errors.ts'
import { makeGuardedClient } from '../../http/guarded-client.ts'
import { inspect } from '../media/inspect.ts'
import { mediaFormats } from '../media/media.formats.ts'
import { MediaRefused, refusingFor } from '../media/media.refusals.ts'
import { getMedia } from '../media/media.service.ts'
import { fitPicture } from '../media/fitting/fit-picture.ts'
import { makeWorkFolder } from '../media/work-folder.ts'
import type { Picture } from './prompts/prompt.ts'

/** Of a picture at an address. */
const mostBytes = 20 * 2 ** 20
/** What models see well, and no more than is needed. */
const longestSide = 1_024
const mostShownBytes = 2 ** 20
const timeoutMs = 10_000
const accept = mediaFormats
  .filter(({ kind }) => kind === 'image')
  .map(({ mimeType }) => mimeType)
  .join(', ')

interface Source {
  readonly mediaId?: string | undefined
  readonly imageUrl?: string | undefined
}

/**
 * The picture that a caption is wanted for, small enough for a model.
 *
 * @throws ApiError VALIDATION_ERROR unless it is named in one way; NOT_FOUND for a medium of another organization too;
 * UNSUPPORTED_MEDIA for what is no picture; URL_NOT_ALLOWED, PAYLOAD_TOO_LARGE
 */
export async function pictureOf(
  context: Context,
  principal: Principal,
  organizationId: string,
  { mediaId, imageUrl }: Source,
): Promise<Picture> {
  if (mediaId !== undefined && imageUrl !== undefined) {
    throw invalid('imageUrl', 'Name the picture by `mediaId` or by `imageUrl`, not by both.')
  }
  if (mediaId !== undefined) return ofLibrary(context, principal, organizationId, mediaId)
  if (imageUrl !== undefined) return ofAddress(context, imageUrl)
  throw invalid('mediaId', 'Name the picture, by `mediaId` or by `imageUrl`.')
}

async function ofLibrary(
  context: Context,
  principal: Principal,
  organizationId: string,
  mediaId: string,
): Promise<Picture> {
  const media = await getMedia(context, principal, mediaId)
  if (media.organizationId !== organizationId) throw notFound('Media')
  return refusingFor('mediaId', async () => {
    const { kind, width, height, storageKey } = media
    if (kind !== 'image' && kind !== 'gif') {
      throw new MediaRefused('This is no picture; captions are written for pictures.')
    }
    return small(await bytesOf(context, storageKey), { width, height })
  })
}

/** @throws MediaRefused where a fault of the disk, or a hand on it, has taken them */
async function bytesOf({ storage }: Pick<Context, 'storage'>, key: string): Promise<Buffer> {
  try {
    return await buffer(await storage.read(key))
  } catch (error) {
    if (!(error instanceof StorageObjectMissing)) throw error
    throw new MediaRefused('The file of this picture is not there any more.', { cause: error })
  }
}

async function ofAddress(context: Context, imageUrl: string): Promise<Picture> {
  const { config } = context
  const client = makeGuardedClient({ allowLoopback: config.allowPrivateImports })
  const folder = await makeWorkFolder(context)
  try {
    return await refusingFor('imageUrl', async () => {
      const maxBytes = Math.min(mostBytes, config.mediaMaxBytes)
      const fetched = await client.fetchToFile(imageUrl, folder.original, {
        maxBytes,
        timeoutMs,
        accept,
      })
      const { contentType } = fetched
      const limits = { maxPixels: config.mediaMaxPixels }
      const { kind, path, width, height } = await inspect(folder, { contentType }, limits)
      if (kind !== 'image' && kind !== 'gif') {
        throw new MediaRefused('This is no picture; captions are written for pictures.')
      }
      return small(await buffer(createReadStream(path)), { width, height })
    })
  } finally {
    await folder.remove()
  }
}

async function small(
  original: Buffer,
  size: { readonly width: number | null; readonly height: number | null },
): Promise<Picture> {
  const { width, height } = { width: size.width ?? longestSide, height: size.height ?? longestSide }
  const factor = Math.min(1, longestSide / Math.max(width, height))
  const { bytes } = await fitPicture(original, {
    mimeType: 'image/jpeg',
    width: Math.max(1, Math.round(width * factor)),
    height: Math.max(1, Math.round(height * factor)),
    mode: 'pad',
    maxBytes: mostShownBytes,
    changes: [],
  })
  return { mediaType: 'image/jpeg', bytes }
}
