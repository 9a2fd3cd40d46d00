import { S3Client } from '@aws-sdk/client-s3'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { assertStorageKey, isStorageKey } from '@t21/plugin-kit'
import type { Settings } from './settings.ts'

const connectMilliseconds = 10_000
/** A call and its repetitions, with pauses that grow. */
const attempts = 4
/** Sockets of one process. */
const sockets = 64

/** The bucket, and how keys of T21 are called in it. */
export interface Bucket {
  readonly client: S3Client
  /** Signs addresses for others; the same where they reach the service as T21 does. */
  readonly signer: S3Client
  readonly name: string
  /** The name of the object. @throws TypeError for what is no key of T21 */
  objectOf(key: string): string
  /** The key of an object; `undefined` for one that is not T21's. */
  keyOf(object: string): string | undefined
  /** In front of every name. */
  readonly prefix: string
}

/** Opens connections when they are needed. */
export function openBucket(settings: Settings): Bucket {
  const prefix = settings.prefix?.replace(/\/?$/, '/') ?? ''
  const client = makeClient(settings, settings.endpoint)
  return {
    client,
    signer:
      settings.publicEndpoint === undefined
        ? client
        : makeClient(settings, settings.publicEndpoint),
    name: settings.bucket,
    prefix,
    objectOf(key) {
      assertStorageKey(key)
      return prefix + key
    },
    keyOf(object) {
      const key = object.startsWith(prefix) ? object.slice(prefix.length) : ''
      return isStorageKey(key) ? key : undefined
    },
  }
}

function makeClient(settings: Settings, endpoint: string | undefined): S3Client {
  const { region, accessKeyId, secretAccessKey, forcePathStyle, timeoutSeconds } = settings
  return new S3Client({
    region,
    ...(endpoint !== undefined && { endpoint }),
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle,
    maxAttempts: attempts,
    retryMode: 'standard',
    // What R2 and older servers do not know is not sent; the signature covers the bytes of every request anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: new NodeHttpHandler({
      connectionTimeout: connectMilliseconds,
      socketTimeout: timeoutSeconds * 1_000,
      httpAgent: { keepAlive: true, maxSockets: sockets },
      httpsAgent: { keepAlive: true, maxSockets: sockets },
    }),
  })
}
