import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { requireRoom } from '../quotas/quotas.service.ts'
import type { DirectUpload } from './direct-upload.model.ts'
import { inspect } from './inspect.ts'
import type { Media } from './media.model.ts'
import { mediaPlaceOf } from './media.place.ts'
import { refusingFor } from './media.refusals.ts'
import { storeMedia } from './media.store.ts'
import type { Upload } from './upload.receiver.ts'

/** What is said about an uploaded file. */
export interface UploadInput {
  readonly organizationId?: string | undefined
  readonly brandId?: string | undefined
  readonly alt?: string | undefined
  readonly tags?: readonly string[] | undefined
  /** The direct upload that it came by. */
  readonly upload?: DirectUpload
}

/**
 * Puts an uploaded file into the library, and removes its work folder.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, UNSUPPORTED_MEDIA, QUOTA_EXCEEDED
 */
export async function uploadMedia(
  context: Context,
  principal: Principal,
  { folder, fileName, contentType }: Upload,
  { alt, tags, upload, ...asked }: UploadInput,
): Promise<Media> {
  try {
    const place = await mediaPlaceOf(context, principal, 'create', asked)
    // A direct upload was counted when it was announced.
    if (upload === undefined) {
      await requireRoom(context.database, place.organizationId, 'mediaBytes')
    }
    const limits = { maxPixels: context.config.mediaMaxPixels }
    const inspected = await refusingFor('file', () =>
      inspect(folder, { fileName, contentType }, limits),
    )
    return await storeMedia(context, inspected, {
      ...place,
      userId: principal.userId,
      fileName,
      alt,
      tags,
      ...(upload !== undefined && { upload, asItCame: inspected.path === folder.original }),
    })
  } finally {
    await folder.remove()
  }
}
