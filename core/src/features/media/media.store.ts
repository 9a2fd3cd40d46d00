import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { newStorageKey } from '../../storage/storage-key.ts'
import { consumeQuota, returnQuota } from '../quotas/quotas.service.ts'
import { DirectUpload } from './direct-upload.model.ts'
import type { Inspected } from './inspect.ts'
import { Media } from './media.model.ts'
import { labelFor } from './media.names.ts'
import type { MediaPlace } from './media.place.ts'

/** What is said about a file that is going to be stored. */
export interface NewMedia extends MediaPlace {
  readonly userId: string
  /** Cleaned by `cleanFileName`. */
  readonly fileName: string
  readonly alt?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly sourceUrl?: string
  /** The direct upload that it came by: its bytes were counted when it was announced. */
  readonly upload?: DirectUpload
  /** True where the bytes are stored as they were sent. */
  readonly asItCame?: boolean
}

/**
 * Puts an inspected file into the library.
 *
 * The row comes first, as `storing`: whatever a process that dies leaves in the storage has a row from
 * which the sweep knows it. It becomes `ready`, and visible, when all bytes are there. The row is counted with its bytes, so
 * that nothing is written for which there is no room.
 *
 * @throws ApiError QUOTA_EXCEEDED
 */
export async function storeMedia(
  context: Context,
  inspected: Inspected,
  about: NewMedia,
): Promise<Media> {
  const { organizationId } = about
  const { size } = await stat(inspected.path)
  const joined = joinedKeyOf(about)
  const row: Partial<Media> = {
    organizationId,
    brandId: about.brandId,
    userId: about.userId,
    kind: inspected.kind,
    status: 'storing',
    storageKey: joined ?? newStorageKey(organizationId),
    thumbnailKey: inspected.thumbnailPath === null ? null : newStorageKey(organizationId),
    originalName: labelFor(about.fileName, inspected.mimeType),
    mimeType: inspected.mimeType,
    size,
    width: inspected.width,
    height: inspected.height,
    durationMs: inspected.durationMs,
    sha256: await sha256Of(inspected.path),
    sourceUrl: about.sourceUrl ?? null,
    facts: inspected.facts,
    alt: about.alt ?? null,
    tags: [...(about.tags ?? [])],
  }
  const media = await inOrganizations(context.database, [organizationId], async (transaction) => {
    const stored = await Media.query(transaction).insert(row).returning('*')
    if (about.upload !== undefined) await replaceUpload(transaction, about.upload, stored)
    await consumeQuota(transaction, { ...countedAs(stored), amount: size })
    return stored
  })
  try {
    if (joined === undefined) {
      await copy(context, inspected.path, media.storageKey, media.mimeType)
    }
    if (inspected.thumbnailPath !== null && media.thumbnailKey !== null) {
      await copy(context, inspected.thumbnailPath, media.thumbnailKey, 'image/webp')
    }
    return await setStatus(context, media, 'ready')
  } catch (error) {
    // Where even this fails, the sweep finds a row that has been `storing` for too long.
    await setStatus(context, media, 'deleted').catch(() => undefined)
    throw error
  }
}

/** Takes back what was just stored, when that for which it was stored failed. */
export async function discardMedia(context: Context, media: readonly Media[]): Promise<void> {
  for (const one of media) await setStatus(context, one, 'deleted')
}

/** A medium as what its plan counts: the bytes of its file. What T21 makes of it is not counted (docs/limits.md). */
export function countedAs({ id, organizationId }: Pick<Media, 'id' | 'organizationId'>) {
  return { organizationId, metric: 'mediaBytes', subjectId: id } as const
}

/**
 * The object that need not be stored again. Only what was joined of parts cannot be written over any more: the address of a
 * whole file takes other bytes until it expires, after they were looked at.
 */
function joinedKeyOf({ upload, asItCame }: NewMedia): string | undefined {
  if (upload === undefined || upload.partsId === null || asItCame !== true) return undefined
  return upload.storageKey
}

/** What was counted for an announced file counts for the medium from now on; its object too, where that becomes the medium's. */
async function replaceUpload(
  transaction: Knex.Transaction,
  { id: uploadId, storageKey }: DirectUpload,
  { id: mediaId, organizationId, storageKey: stored }: Media,
): Promise<void> {
  await DirectUpload.query(transaction)
    .where({ id: uploadId, organization_id: organizationId })
    .patch({
      mediaId,
      ...(stored === storageKey && { storageKey: newStorageKey(organizationId), partsId: null }),
    })
  await returnQuota(transaction, countedAs({ id: uploadId, organizationId }))
}

async function setStatus(
  context: Context,
  media: Media,
  status: 'ready' | 'deleted',
): Promise<Media> {
  return inOrganizations(context.database, [media.organizationId], async (transaction) => {
    const changed = await Media.query(transaction)
      .where({ id: media.id, organization_id: media.organizationId })
      .patch({ status })
      .returning('*')
      .first()
      .throwIfNotFound()
    if (status === 'deleted') await returnQuota(transaction, countedAs(media))
    return changed
  })
}

async function copy(context: Context, path: string, key: string, mimeType: string): Promise<void> {
  await context.storage.write(key, createReadStream(path), mimeType)
}

async function sha256Of(path: string): Promise<Buffer> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest()
}
