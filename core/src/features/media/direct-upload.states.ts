import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { notFound } from '../../errors.ts'
import { returnQuota } from '../quotas/quotas.service.ts'
import { DirectUpload, type DirectUploadStatus } from './direct-upload.model.ts'
import { countedAs } from './media.store.ts'

/** An upload of this person. @throws ApiError NOT_FOUND for somebody else's */
export async function ownUpload(
  context: Context,
  principal: Principal,
  id: string,
): Promise<DirectUpload> {
  const upload = await inOrganizations(
    context.database,
    principal.organizationIds,
    async (transaction) =>
      DirectUpload.query(transaction).findOne({ id, user_id: principal.userId }),
  )
  if (upload === undefined) throw notFound('Upload')
  return upload
}

/** Takes an upload one step on. @returns undefined where it is not at that step, or too late for its bytes */
export async function move(
  context: Context,
  { id, organizationId }: Pick<DirectUpload, 'id' | 'organizationId'>,
  from: DirectUploadStatus,
  to: DirectUploadStatus,
  change: Partial<DirectUpload> = {},
): Promise<DirectUpload | undefined> {
  return inOrganizations(context.database, [organizationId], async (transaction) =>
    DirectUpload.query(transaction)
      .where({ id, organization_id: organizationId, status: from })
      .patch({ ...change, status: to })
      .returning('*')
      .first(),
  )
}

/** Ends an upload: what it was counted for is given back, if no medium counts in its place. */
export async function finish(
  context: Context,
  upload: DirectUpload,
  mediaId: string | null,
): Promise<void> {
  const { id, organizationId } = upload
  await inOrganizations(context.database, [organizationId], async (transaction) => {
    await DirectUpload.query(transaction)
      .where({ id, organization_id: organizationId })
      .whereNot({ status: 'done' })
      .patch({ status: 'done', mediaId })
    await returnQuota(transaction, countedAs(upload))
  })
}

/** Removes what was sent, all of it or parts. */
export async function forgetBytes(
  { storage }: Pick<Context, 'storage'>,
  { storageKey, partsId }: Pick<DirectUpload, 'storageKey' | 'partsId'>,
): Promise<void> {
  if (partsId !== null) await storage.direct?.parts.abort(storageKey, partsId)
  await storage.remove(storageKey)
}
