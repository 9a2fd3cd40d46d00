import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError, invalid } from '../../errors.ts'
import { newStorageKey } from '../../storage/storage-key.ts'
import { consumeQuota } from '../quotas/quotas.service.ts'
import { DirectUpload } from './direct-upload.model.ts'
import { beginParts } from './direct-upload.parts.ts'
import type { DirectUploadBody } from './direct-upload.schemas.ts'
import { finish, forgetBytes, move, ownUpload } from './direct-upload.states.ts'
import type { DirectUploadClaims } from './direct-upload.urls.ts'
import { lifetimes, wayFor } from './direct-upload.ways.ts'
import { mediaFormats } from './media.formats.ts'
import type { Media } from './media.model.ts'
import { cleanFileName } from './media.names.ts'
import { mediaPlaceOf } from './media.place.ts'
import { countedAs } from './media.store.ts'
import { uploadMedia } from './media.upload.ts'
import { getMedia } from './media.service.ts'
import { makeWorkFolder } from './work-folder.ts'

/**
 * Announces a file, for which an address is signed then. Its bytes count from now on, so that not more is sent than there is
 * room for.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, PAYLOAD_TOO_LARGE, QUOTA_EXCEEDED, UNSUPPORTED_MEDIA for a type that is never taken
 */
export async function announceUpload(
  context: Context,
  principal: Principal,
  { filename, mimeType, size, sha256, inParts, alt, tags, ...asked }: DirectUploadBody,
): Promise<DirectUpload> {
  const { mediaMaxBytes: maxBytes } = context.config
  if (size > maxBytes) throw new ApiError('PAYLOAD_TOO_LARGE', undefined, { details: { maxBytes } })
  if (!mediaFormats.some(({ declared }) => declared.includes(mimeType))) {
    throw new ApiError('UNSUPPORTED_MEDIA')
  }
  const place = await mediaPlaceOf(context, principal, 'create', asked)
  const way = wayFor(context.storage, size, inParts === true)
  const announced = await inOrganizations(
    context.database,
    [place.organizationId],
    async (transaction) => {
      const upload = await DirectUpload.query(transaction)
        .insert({
          ...place,
          userId: principal.userId,
          fileName: cleanFileName(filename),
          mimeType,
          size,
          sha256: sha256 === undefined ? null : Buffer.from(sha256, 'hex'),
          alt: alt ?? null,
          tags: [...(tags ?? [])],
          storageKey: newStorageKey(place.organizationId),
          direct: way !== 'own',
          expiresAt: transaction.raw('clock_timestamp() + make_interval(secs => ?)', [
            lifetimes[way],
          ]) as unknown as Date,
        })
        .returning('*')
      await consumeQuota(transaction, { ...countedAs(upload), amount: size })
      return upload
    },
  )
  return way === 'parts' ? beginParts(context, announced) : announced
}

/**
 * Takes the bytes of an announced file: exactly as many as were announced, once. What breaks off may be sent again.
 *
 * @throws ApiError CONFLICT where they have been sent, VALIDATION_ERROR for another number of bytes
 */
export async function receiveBytes(
  context: Context,
  claims: DirectUploadClaims,
  bytes: Readable,
): Promise<void> {
  const upload = await move(context, claims, 'waiting', 'receiving')
  if (upload === undefined) throw new ApiError('CONFLICT', 'The bytes of this file were sent.')
  try {
    const written = await context.storage.write(upload.storageKey, bytes, upload.mimeType)
    if (written !== claims.size) throw invalid('body', `Send exactly ${claims.size} bytes.`)
    await move(context, claims, 'receiving', 'received')
  } catch (error) {
    await context.storage.remove(upload.storageKey)
    await move(context, claims, 'receiving', 'waiting')
    throw error
  }
}

/**
 * Puts a file that was sent into the library, after the same look at it as at any upload. What is refused is gone; where
 * something else went wrong, what was sent stays, and this may be tried again until it expires.
 *
 * @throws ApiError NOT_FOUND for somebody else's; CONFLICT as long as nothing was sent; VALIDATION_ERROR for other bytes than
 * announced; UNSUPPORTED_MEDIA; QUOTA_EXCEEDED where it became larger than announced, and there is no room for that
 */
export async function completeUpload(
  context: Context,
  principal: Principal,
  id: string,
): Promise<Media> {
  const known = await ownUpload(context, principal, id)
  // Whoever lost the answer gets it again.
  if (known.status === 'done' && known.mediaId !== null) {
    return getMedia(context, principal, known.mediaId)
  }
  const sent = known.direct && known.partsId === null ? 'waiting' : 'received'
  const upload = await move(context, known, sent, 'completing')
  if (upload === undefined) throw notSent()
  try {
    if (sent === 'waiting') await requireSent(context, upload)
    const media = await lookAndStore(context, principal, upload)
    await finish(context, upload, media.id)
    // One that came in parts may be the medium itself now.
    if (media.storageKey !== upload.storageKey) await context.storage.remove(upload.storageKey)
    return media
  } catch (error) {
    if (error instanceof ApiError && error.code !== 'CONFLICT') {
      await finish(context, upload, null)
      await forgetBytes(context, upload)
    } else await move(context, upload, 'completing', sent)
    throw error
  }
}

/**
 * Calls an announced file off: what was sent of it is gone, and counts no more.
 *
 * @throws ApiError NOT_FOUND, CONFLICT where it is in the library, or on its way there
 */
export async function cancelUpload(
  context: Context,
  principal: Principal,
  id: string,
): Promise<void> {
  const known = await ownUpload(context, principal, id)
  if (known.status === 'done' && known.mediaId === null) return
  const upload =
    (await move(context, known, 'waiting', 'completing')) ??
    (await move(context, known, 'received', 'completing'))
  if (upload === undefined) {
    throw new ApiError('CONFLICT', 'The file is in the library, or on its way there.')
  }
  await forgetBytes(context, upload)
  await finish(context, upload, null)
}

async function requireSent({ storage }: Context, upload: DirectUpload): Promise<void> {
  const size = await storage.size(upload.storageKey)
  if (size === null) throw notSent()
  // The signature binds the size; a storage that does not look at it is no way around the plan.
  if (size !== upload.size) throw invalid('size', `${size} bytes were sent, not ${upload.size}.`)
}

function notSent(): ApiError {
  const message = 'The file was not sent yet, or is looked at by another request.'
  return new ApiError('CONFLICT', message)
}

async function lookAndStore(
  context: Context,
  principal: Principal,
  upload: DirectUpload,
): Promise<Media> {
  const { fileName, mimeType: contentType, organizationId, alt, tags } = upload
  const folder = await makeWorkFolder(context)
  try {
    const hash = createHash('sha256')
    const bytes = await context.storage.read(upload.storageKey)
    bytes.on('data', (chunk: Buffer) => hash.update(chunk))
    await pipeline(bytes, createWriteStream(folder.original, { flags: 'wx', mode: 0o600 }))
    if (upload.sha256 !== null && !upload.sha256.equals(hash.digest())) {
      throw invalid('sha256', 'The bytes that were sent have another hash.')
    }
    const brandId = upload.brandId ?? undefined
    return await uploadMedia(
      context,
      principal,
      { folder, fileName, contentType },
      { organizationId, brandId, alt: alt ?? undefined, tags, upload },
    )
  } finally {
    await folder.remove()
  }
}
