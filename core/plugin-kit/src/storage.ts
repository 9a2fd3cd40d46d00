import type { Readable } from 'node:stream'

/** Where media bytes are kept. Keys are made by T21: `<organization id>/<random>`, never from a file name. */
export interface Storage {
  readonly name: string
  /** Stores a stream under a new key. Nothing is visible under the key until it is complete. @returns the size in bytes */
  write(key: string, content: Readable): Promise<number>
  /** Reads bytes `start` up to and without `end`; the whole object by default. @throws StorageObjectMissing */
  read(key: string, start?: number, end?: number): Promise<Readable>
  /** Removes an object; removing what is not there is a success. */
  remove(key: string): Promise<void>
  /** @returns the size in bytes, or `null` where there is no such object */
  size(key: string): Promise<number | null>
}

/** Thrown by `read` for a key that is not there. */
export class StorageObjectMissing extends Error {
  override readonly name = 'StorageObjectMissing'
}
