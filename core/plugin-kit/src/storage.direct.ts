/**
 * The storage's own addresses: browsers send to them, browsers and networks read from them, past T21. All are signed here,
 * without asking the storage.
 */
export interface DirectStorage {
  /**
   * An address from which anybody reads this object, by ranges too. One of a content delivery network may stay good for as
   * long as the object is there.
   */
  readUrl(key: string, options: DirectReadOptions): Promise<string>
  /** The largest object that `uploadUrl` takes, in bytes. */
  readonly maxUploadBytes: number
  /** A request that stores one object of exactly this size and type, and may be repeated until it expires. */
  uploadUrl(key: string, options: DirectUploadOptions): Promise<SignedUpload>
  readonly parts: PartStorage
}

/** How an object is answered. */
export interface DirectReadOptions {
  /** Seconds from now, at most a week. */
  readonly seconds: number
  readonly mimeType: string
  /** The `Content-Disposition`. */
  readonly disposition: string
  /**
   * The `Cache-Control`; the storage's own by default. It is part of the address, so that a cache keeps apart what is answered to a
   * page that reads (with CORS) and what is answered to one that only shows.
   */
  readonly cacheControl?: string
}

/** What a signature binds. */
export interface DirectUploadOptions {
  /** Bytes, exactly. */
  readonly size: number
  readonly mimeType: string
  /** Seconds from now, at most a week. */
  readonly seconds: number
}

/** A request that may be made without a login. */
export interface SignedUpload {
  readonly method: 'PUT'
  readonly url: string
  /** To be sent as they are, besides `Content-Length`, which browsers set by themselves. */
  readonly headers: Readonly<Record<string, string>>
}

/** A part that was sent. */
export interface SentPart {
  /** From 1. */
  readonly number: number
  /** As the storage answered it: the header `ETag`. */
  readonly etag: string
}

/** Large objects, sent in parts that can be repeated one by one. Nothing is visible under the key before `complete`. */
export interface PartStorage {
  /** Bytes of every part but the last, which is smaller or the same, for an object of this size in bytes. */
  partSize(size: number): number
  /** @returns the id of the upload */
  begin(key: string, mimeType: string): Promise<string>
  /** A request that stores one part of exactly this size; the same number again replaces it. */
  partUrl(
    key: string,
    uploadId: string,
    part: { readonly number: number; readonly size: number; readonly seconds: number },
  ): Promise<SignedUpload>
  /**
   * Makes one object of all parts; a success where it is one already.
   *
   * @param parts in the order of their numbers
   * @throws StoragePartsRefused where one was not sent, was sent otherwise, or the upload is not there any more
   */
  complete(key: string, uploadId: string, parts: readonly SentPart[]): Promise<void>
  /** Forgets the parts; forgetting what is not there is a success. */
  abort(key: string, uploadId: string): Promise<void>
}

/** Thrown by `complete` for parts of which no object can be made. Its message may be shown. */
export class StoragePartsRefused extends Error {
  override readonly name = 'StoragePartsRefused'
}
