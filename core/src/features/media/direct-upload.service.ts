import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError, invalid, notFound } from '../../errors.ts'
import { newStorageKey } from '../../storage/storage-key.ts'
import { consumeQuota, returnQuota } from '../quotas/quotas.service.ts'
import { DirectUpload, type DirectUploadStatus } from './direct-upload.model.ts'
import type { DirectUploadBody } from './direct-upload.schemas.ts'
import type { DirectUploadClaims } from './direct-upload.urls.ts'
import { mediaFormats } from './media.formats.ts'
import type { Media } from './media.model.ts'
import { cleanFileName } from './media.names.ts'
import { mediaPlaceOf } from './media.place.ts'
import { countedAs } from './media.store.ts'
import { uploadMedia } from './media.upload.ts'
import { getMedia } from './media.service.ts'
import { makeWorkFolder } from './work-folder.ts'

const lifetimeSeconds = 600

/**
 * Announces a file, for which an address is signed then. Its bytes count from now on, so that not more is sent than there is
 * room for.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, PAYLOAD_TOO_LARGE, QUOTA_EXCEEDED, UNSUPPORTED_MEDIA for a type that is never taken
 */
export async function announceUpload(
  context: Context,
  principal: Principal,
  { filename, mimeType, size, sha256, alt, tags, ...asked }: DirectUploadBody,
): Promise<DirectUpload> {
  const { mediaMaxBytes: maxBytes } = context.config
  if (size > maxBytes) throw new ApiError('PAYLOAD_TOO_LARGE', undefined, { details: { maxBytes } })
  if (!mediaFormats.some(({ declared }) => declared.includes(mimeType))) {
    throw new ApiError('UNSUPPORTED_MEDIA')
  }
  const place = await mediaPlaceOf(context, principal, 'create', asked)
  return inOrganizations(context.database, [place.organizationId], async (transaction) => {
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
        expiresAt: transaction.raw('clock_timestamp() + make_interval(secs => ?)', [
          lifetimeSeconds,
        ]) as unknown as Date,
      })
      .returning('*')
    await consumeQuota(transaction, { ...countedAs(upload), amount: size })
    return upload
  })
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
    const written = await context.storage.write(upload.storageKey, bytes)
    if (written !== claims.size) throw invalid('body', `Send exactly ${claims.size} bytes.`)
    await move(context, claims, 'receiving', 'received')
  } catch (error) {
    await context.storage.remove(upload.storageKey)
    await move(context, claims, 'receiving', 'waiting')
    throw error
  }
}

/**
 * Puts a file that was sent into the library, after the same look at it as at any upload. What is refused is gone.
 *
 * @throws ApiError NOT_FOUND for somebody else's; CONFLICT as long as nothing was sent; VALIDATION_ERROR for other bytes than
 * announced; UNSUPPORTED_MEDIA; QUOTA_EXCEEDED where it became larger than announced, and there is no room for that
 */
export async function completeUpload(
  context: Context,
  principal: Principal,
  id: string,
): Promise<Media> {
  const known = await inOrganizations(
    context.database,
    principal.organizationIds,
    async (transaction) =>
      DirectUpload.query(transaction).findOne({ id, user_id: principal.userId }),
  )
  if (known === undefined) throw notFound('Upload')
  // Whoever lost the answer gets it again.
  if (known.status === 'done' && known.mediaId !== null) {
    return getMedia(context, principal, known.mediaId)
  }
  const upload = await move(context, known, 'received', 'completing')
  if (upload === undefined) {
    throw new ApiError('CONFLICT', 'The file was not sent yet, or is looked at by another request.')
  }
  let mediaId: string | null = null
  try {
    const media = await lookAndStore(context, principal, upload)
    mediaId = media.id
    return media
  } finally {
    await finish(context, upload, mediaId)
    await context.storage.remove(upload.storageKey)
  }
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
      { organizationId, brandId, alt: alt ?? undefined, tags, uploadId: upload.id },
    )
  } finally {
    await folder.remove()
  }
}

/** Takes an upload one step on. @returns undefined where it is not at that step, or too late for its bytes */
async function move(
  context: Context,
  { id, organizationId }: Pick<DirectUpload, 'id' | 'organizationId'>,
  from: DirectUploadStatus,
  to: DirectUploadStatus,
): Promise<DirectUpload | undefined> {
  return inOrganizations(context.database, [organizationId], async (transaction) =>
    DirectUpload.query(transaction)
      .where({ id, organization_id: organizationId, status: from })
      .patch({ status: to })
      .returning('*')
      .first(),
  )
}

/** Ends an upload: what it was counted for is given back, if no medium counts in its place. */
async function finish(
  context: Context,
  upload: DirectUpload,
  mediaId: string | null,
): Promise<void> {
  const { id, organizationId } = upload
  await inOrganizations(context.database, [organizationId], async (transaction) => {
    await DirectUpload.query(transaction)
      .where({ id, organization_id: organizationId, status: 'completing' })
      .patch({ status: 'done', mediaId })
    await returnQuota(transaction, countedAs(upload))
  })
}
