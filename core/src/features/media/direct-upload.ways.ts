import type { SignedUpload, Storage } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import type { DirectUpload } from './direct-upload.model.ts'
import { claimsOf, directUploadUrl } from './direct-upload.urls.ts'

/** Where bytes go: to T21, to the storage in one request, or to the storage in parts. */
export type UploadWay = 'own' | 'whole' | 'parts'

/** How long a file may take, in seconds: each address of a part is signed anew. */
export const lifetimes: Readonly<Record<UploadWay, number>> = {
  own: 600,
  whole: 600,
  parts: 86_400,
}

/** The way of a file of this size in bytes, whose sender can send it in parts, or cannot. */
export function wayFor({ direct }: Storage, size: number, inParts: boolean): UploadWay {
  if (direct === undefined) return 'own'
  if (inParts && size > direct.parts.partSize(size)) return 'parts'
  return size <= direct.maxUploadBytes ? 'whole' : 'own'
}

/** The request that sends the file; `null` where each part has one of its own. */
export async function sendingOf(
  { config, storage }: Context,
  upload: DirectUpload,
): Promise<SignedUpload | null> {
  const { mimeType, size, storageKey } = upload
  if (upload.partsId !== null) return null
  if (upload.direct && storage.direct !== undefined) {
    return storage.direct.uploadUrl(storageKey, { size, mimeType, seconds: lifetimes.whole })
  }
  const url = directUploadUrl(config, claimsOf(upload))
  return { method: 'PUT', url, headers: { 'content-type': mimeType } }
}
