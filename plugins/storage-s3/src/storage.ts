import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3'
import { StorageObjectMissing, type Storage, type StoredObject } from '@t21/plugin-kit'
import { openBucket, type Bucket } from './bucket.ts'
import { openDirect } from './direct.ts'
import { asking, failureOf, nameOf, statusOf } from './failures.ts'
import type { Settings } from './settings.ts'
import { writeObject } from './write.ts'

/**
 * Keeps objects in a bucket. Its members throw ProviderFailure for what goes wrong at the service.
 *
 * @throws Error where neither an endpoint nor a region says where the bucket is
 */
export function openStorage(settings: Settings): Storage {
  if (settings.endpoint === undefined && settings.region === 'auto') {
    throw new Error('Set S3_REGION for AWS, or S3_ENDPOINT for another service.')
  }
  const bucket = openBucket(settings)
  const { client, signer, name } = bucket

  async function size(key: string): Promise<number | null> {
    const Key = bucket.objectOf(key)
    try {
      const { ContentLength = 0 } = await client.send(new HeadObjectCommand({ Bucket: name, Key }))
      return ContentLength
    } catch (error) {
      // A missing bucket has the same status, and no body that says so.
      if (statusOf(error) === 404) return null
      throw failureOf(error, 'measure an object')
    }
  }

  return {
    name: 'S3',
    size,

    async write(key, content, mimeType = 'application/octet-stream') {
      // A stream that breaks before it is read must not end the process; reading it throws.
      content.on('error', () => undefined)
      return writeObject(bucket, { object: bucket.objectOf(key), content, mimeType })
    },

    async read(key, start = 0, end = Infinity) {
      const Key = bucket.objectOf(key)
      if (start < 0 || end < start) throw new RangeError(`There are no bytes ${start} to ${end}.`)
      if (start === end) {
        if ((await size(key)) === null) throw missing(key)
        return Readable.from([])
      }
      try {
        const { Body } = await client.send(
          new GetObjectCommand({ Bucket: name, Key, Range: rangeOf(start, end) }),
        )
        return Body instanceof Readable ? readableOf(Body) : Readable.from([])
      } catch (error) {
        if (statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket') throw missing(key)
        // The range lies behind the end, or the object is empty.
        if (statusOf(error) === 416) return Readable.from([])
        throw failureOf(error, 'read an object')
      }
    },

    async remove(key) {
      const Key = bucket.objectOf(key)
      await asking('remove an object', () =>
        client.send(new DeleteObjectCommand({ Bucket: name, Key })),
      )
    },

    async list(after = '') {
      return asking('list objects', () => listAfter(bucket, after))
    },

    direct: openDirect(bucket, settings),

    async close() {
      client.destroy()
      signer.destroy()
    },
  }
}

/** Pages without a key of T21 are gone over, so that an empty one is the end. */
async function listAfter(
  { client, name, prefix, keyOf }: Bucket,
  after: string,
): Promise<StoredObject[]> {
  let last = prefix + after
  for (;;) {
    const { Contents = [], IsTruncated = false } = await client.send(
      new ListObjectsV2Command({
        Bucket: name,
        // Not every server takes an empty one.
        ...(prefix !== '' && { Prefix: prefix }),
        ...(last !== '' && { StartAfter: last }),
      }),
    )
    const page = Contents.flatMap(({ Key = '', Size = 0, LastModified }) => {
      const key = keyOf(Key)
      return key === undefined || LastModified === undefined
        ? []
        : [{ key, size: Size, storedAt: LastModified }]
    })
    if (page.length > 0 || !IsTruncated) return page
    last = Contents.at(-1)?.Key ?? last
  }
}

/** `Range` names the last byte that is read; ours the first that is not. */
function rangeOf(start: number, end: number): string | undefined {
  if (start === 0 && end === Infinity) return undefined
  return `bytes=${start}-${end === Infinity ? '' : end - 1}`
}

/** What breaks on the way is told without the request in it. */
function readableOf(body: Readable): Readable {
  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      yield* body as AsyncIterable<Buffer>
    } catch (error) {
      throw failureOf(error, 'read an object to its end')
    }
  }
  // Also where nothing was read: a generator that never began has no end.
  body.on('error', () => undefined)
  return Readable.from(chunks(), { objectMode: false }).once('close', () => body.destroy())
}

function missing(key: string): StorageObjectMissing {
  return new StorageObjectMissing(`There is no object ${key}.`)
}
