import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { StoragePartsRefused, type PartStorage } from '@t21/plugin-kit'
import type { Bucket } from './bucket.ts'
import { asking, failureOf, nameOf } from './failures.ts'

/** Every part but the last is at least 5 MiB, all but the last are alike (R2), and there are at most 10,000. */
const smallestPart = 8_388_608
const mostParts = 10_000

const refusals: Readonly<Record<string, string>> = {
  EntityTooSmall: 'A part before the last one is too small.',
  InvalidPart: 'A part was not sent, or is another one than was said.',
  InvalidPartOrder: 'The parts are not in the order of their numbers.',
  NoSuchUpload: 'The upload was called off, or is over.',
}

/** Uploads in parts that browsers send. */
export function openParts({ client, signer, name: Bucket, objectOf }: Bucket): PartStorage {
  return {
    partSize(size) {
      const needed = Math.ceil(size / mostParts / 1_048_576) * 1_048_576
      return Math.max(smallestPart, needed)
    },

    async begin(key, mimeType) {
      const command = new CreateMultipartUploadCommand({
        Bucket,
        Key: objectOf(key),
        ContentType: mimeType,
      })
      const { UploadId } = await asking('begin an upload', () => client.send(command))
      if (UploadId === undefined) throw failureOf(new Error(), 'begin an upload')
      return UploadId
    },

    async partUrl(key, UploadId, { number, size, seconds }) {
      const command = new UploadPartCommand({
        Bucket,
        Key: objectOf(key),
        UploadId,
        PartNumber: number,
        ContentLength: size,
      })
      const url = await getSignedUrl(signer, command, {
        expiresIn: seconds,
        signableHeaders: new Set(['content-length', 'host']),
      })
      return { method: 'PUT', url, headers: {} }
    },

    async complete(key, UploadId, parts) {
      const Key = objectOf(key)
      const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }))
      try {
        await client.send(
          new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
        )
      } catch (error) {
        const name = nameOf(error)
        // The answer to the completion before may have been lost.
        if (name === 'NoSuchUpload' && (await isThere(Key))) return
        const refusal = refusals[name]
        if (refusal !== undefined) throw new StoragePartsRefused(refusal)
        throw failureOf(error, 'complete an upload')
      }
    },

    async abort(key, UploadId) {
      const Key = objectOf(key)
      try {
        await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
      } catch (error) {
        if (nameOf(error) !== 'NoSuchUpload') throw failureOf(error, 'call off an upload')
      }
    },
  }

  async function isThere(Key: string): Promise<boolean> {
    return client.send(new HeadObjectCommand({ Bucket, Key })).then(
      () => true,
      () => false,
    )
  }
}
