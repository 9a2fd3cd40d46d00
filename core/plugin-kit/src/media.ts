/** What is known about a picture or video before its bytes are needed. */
export interface MediaFacts {
  /** T21's own id of the file. */
  readonly id: string
  readonly kind: 'image' | 'gif' | 'video'
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
}

/** A picture or video whose bytes can be read. */
export interface PublishMedia extends MediaFacts {
  /** Reads bytes `start` up to and without `end`; the whole file by default. Repeatable. */
  read(start?: number, end?: number): Promise<Uint8Array>
}
