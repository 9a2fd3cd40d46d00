/** What is known about a picture, video or document before its bytes are needed. */
export interface MediaFacts {
  /** T21's own id of the file. */
  readonly id: string
  readonly kind: 'image' | 'gif' | 'video' | 'document'
  readonly mimeType: string
  /** Bytes. */
  readonly size: number
  /** Pixels. */
  readonly width?: number
  /** Pixels. */
  readonly height?: number
  /** Milliseconds, for video and animated pictures. */
  readonly durationMs?: number
  readonly altText?: string
  /** Of a video, in lower case: `h264`, `hevc`, `av1`, `vp9`, `prores` …; absent where T21 could not tell. */
  readonly videoCodec?: string
  /** Of a video: `aac`, `mp3`, `opus` …; absent where it has no sound, or T21 could not tell. */
  readonly audioCodec?: string
  /** Frames a second, of a video; absent where T21 could not tell. */
  readonly frameRate?: number
  /** Of a document; absent where T21 could not tell. */
  readonly pages?: number
}

/** A picture, video or document whose bytes can be read. */
export interface PublishMedia extends MediaFacts {
  /** Reads bytes `start` up to and without `end`; the whole file by default. Repeatable. */
  read(start?: number, end?: number): Promise<Uint8Array>
  /**
   * An address under which the network can fetch the file without signing in, for at least 24 hours; another
   * one at every call. Only for networks that take no bytes: they have to reach this T21 from outside.
   */
  publicUrl(): Promise<string>
}

/** What a picture has to be: T21 makes it so where it is not. */
export interface PictureFit {
  /** Those that the network takes; any other is converted to the first of them. */
  readonly mimeTypes: readonly string[]
  /** Of the file. */
  readonly maxBytes: number
  /** Pixels; a larger one is scaled down. */
  readonly maxWidth?: number
  /** Pixels; a larger one is scaled down. */
  readonly maxHeight?: number
  /** Width times height; a larger one is scaled down. */
  readonly maxPixels?: number
  /** Width divided by height; one outside of it is padded or cropped, as the person chose. */
  readonly ratio?: { readonly min: number; readonly max: number }
}
