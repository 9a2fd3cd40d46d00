import type { Readable } from 'node:stream'
import type { DirectStorage } from './storage.direct.ts'

/** Where media bytes are kept. Keys are made by T21: `<organization id>/<random>`, never from a file name. */
export interface Storage {
  readonly name: string
  /**
   * Stores a stream under a new key. Nothing is visible under the key until it is complete.
   *
   * @param mimeType kept with the object where the storage serves it by itself
   * @returns the size in bytes
   * @throws TypeError for a key that is none, from every member
   */
  write(key: string, content: Readable, mimeType?: string): Promise<number>
  /** Reads bytes `start` up to and without `end`; the whole object by default. @throws StorageObjectMissing */
  read(key: string, start?: number, end?: number): Promise<Readable>
  /** Removes an object; removing what is not there is a success. */
  remove(key: string): Promise<void>
  /** @returns the size in bytes, or `null` where there is no such object */
  size(key: string): Promise<number | null>
  /**
   * The next objects in the order of their keys, at most 1,000; what has no key of T21 is left out.
   *
   * @param after the last key of the page before
   * @returns fewer than there are at a time; nothing only where nothing follows
   */
  list(after?: string): Promise<readonly StoredObject[]>
  /** Left out where bytes go through T21 only. */
  readonly direct?: DirectStorage
  /** Closes its sockets. */
  close?(): Promise<void>
}

/** What a list tells of an object. */
export interface StoredObject {
  readonly key: string
  /** Bytes. */
  readonly size: number
  /** When it was stored, by the clock of the storage. */
  readonly storedAt: Date
}

/** Thrown by `read` for a key that is not there. */
export class StorageObjectMissing extends Error {
  override readonly name = 'StorageObjectMissing'
}

const keyPattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}\/[A-Za-z0-9_-]{16,64}$/

/** Whether this can be a key: `<organization id>/<random>`. */
export function isStorageKey(key: string): boolean {
  return keyPattern.test(key)
}

/** @throws TypeError for anything that T21 would not make, such as a path */
export function assertStorageKey(key: string): void {
  if (!isStorageKey(key)) throw new TypeError('A storage key is `<organization id>/<random>`.')
}
