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
  readonly uploadId?: string
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
  const row: Partial<Media> = {
    organizationId,
    brandId: about.brandId,
    userId: about.userId,
    kind: inspected.kind,
    status: 'storing',
    storageKey: newStorageKey(organizationId),
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
    if (about.uploadId !== undefined) await replaceUpload(transaction, about.uploadId, stored)
    await consumeQuota(transaction, { ...countedAs(stored), amount: size })
    return stored
  })
  try {
    await copy(context, inspected.path, media.storageKey)
    if (inspected.thumbnailPath !== null && media.thumbnailKey !== null) {
      await copy(context, inspected.thumbnailPath, media.thumbnailKey)
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

/** What was counted for an announced file counts for the medium from now on. */
async function replaceUpload(
  transaction: Knex.Transaction,
  uploadId: string,
  { id: mediaId, organizationId }: Media,
): Promise<void> {
  await DirectUpload.query(transaction)
    .where({ id: uploadId, organization_id: organizationId })
    .patch({ mediaId })
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

async function copy(context: Context, path: string, key: string): Promise<void> {
  await context.storage.write(key, createReadStream(path))
}

async function sha256Of(path: string): Promise<Buffer> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest()
}
