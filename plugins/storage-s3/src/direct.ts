import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { DirectStorage } from '@t21/plugin-kit'
import type { Bucket } from './bucket.ts'
import { openParts } from './parts.ts'
import type { Settings } from './settings.ts'

/** The largest object of one request. */
const maxUploadBytes = 5_368_709_120

/** Size and type stand in the signature: R2 has no policies for forms. */
const boundHeaders = new Set(['content-length', 'content-type', 'host'])

/** Addresses of the bucket, or of the network in front of it. */
export function openDirect(bucket: Bucket, { cdnBaseUrl }: Settings): DirectStorage {
  const { signer, name: Bucket, objectOf } = bucket
  return {
    maxUploadBytes,
    parts: openParts(bucket),

    async readUrl(key, { seconds, mimeType, disposition, cacheControl }) {
      const Key = objectOf(key)
      // The network answers as the object was stored; it cannot be told to offer it for download.
      if (cdnBaseUrl !== undefined && disposition.startsWith('inline')) {
        return `${cdnBaseUrl.replace(/\/+$/, '')}/${Key}`
      }
      const command = new GetObjectCommand({
        Bucket,
        Key,
        ResponseContentType: mimeType,
        ResponseContentDisposition: disposition,
        ResponseCacheControl: cacheControl,
      })
      return getSignedUrl(signer, command, { expiresIn: seconds })
    },

    async uploadUrl(key, { size, mimeType, seconds }) {
      const command = new PutObjectCommand({
        Bucket,
        Key: objectOf(key),
        ContentLength: size,
        ContentType: mimeType,
      })
      const url = await getSignedUrl(signer, command, {
        expiresIn: seconds,
        signableHeaders: boundHeaders,
      })
      return { method: 'PUT', url, headers: { 'content-type': mimeType } }
    },
  }
}
