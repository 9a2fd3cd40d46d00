import { extname } from 'node:path'
import { fileTypeFromFile } from 'file-type'
import { MediaRefused } from './media.refusals.ts'

/** A format that T21 takes. */
export interface MediaFormat {
  readonly mimeType: string
  readonly kind: 'image' | 'video' | 'document'
  /** The extension that stored files get, without the dot. */
  readonly extension: string
  /** Names and types that may stand on such a file. */
  readonly extensions: readonly string[]
  readonly declared: readonly string[]
}

// Cameras and editors mix the names of these two; they are one family (ISO 14496-12 and its parent).
const videoExtensions = ['mp4', 'm4v', 'mov', 'qt']
const videoTypes = ['video/mp4', 'video/quicktime', 'video/x-m4v']

/** Everything that T21 takes, by the type that the content shows. */
export const mediaFormats: readonly MediaFormat[] = [
  {
    mimeType: 'image/jpeg',
    kind: 'image',
    extension: 'jpg',
    extensions: ['jpg', 'jpeg', 'jpe', 'jfif'],
    declared: ['image/jpeg', 'image/jpg', 'image/pjpeg'],
  },
  format('image/png', 'image', 'png'),
  format('image/webp', 'image', 'webp'),
  format('image/gif', 'image', 'gif'),
  {
    mimeType: 'video/mp4',
    kind: 'video',
    extension: 'mp4',
    extensions: videoExtensions,
    declared: videoTypes,
  },
  {
    mimeType: 'video/quicktime',
    kind: 'video',
    extension: 'mov',
    extensions: videoExtensions,
    declared: videoTypes,
  },
  format('application/pdf', 'document', 'pdf'),
]

/** Types that say nothing about a file. */
const silentTypes = ['', 'application/octet-stream', 'binary/octet-stream', 'application/x-binary']

/** What a file is said to be. */
export interface FileClaim {
  /** Left out where the name is no claim, as the last part of an address. */
  readonly fileName?: string
  readonly contentType?: string | undefined
}

/**
 * Finds out what a file is by its content, and compares that with what it is said to be.
 *
 * @throws MediaRefused for anything that is not taken, and for a name or type that says something else
 */
export async function detectFormat(path: string, claim: FileClaim): Promise<MediaFormat> {
  const found = await fileTypeFromFile(path)
  const mimeType = found?.mime === 'video/x-m4v' ? 'video/mp4' : found?.mime
  const known = mediaFormats.find((candidate) => candidate.mimeType === mimeType)
  if (known === undefined) {
    const what =
      mimeType === undefined
        ? 'neither a picture nor a video nor a document'
        : `of type ${mimeType}`
    throw new MediaRefused(`The file is ${what}; send JPEG, PNG, WebP, GIF, MP4, MOV or PDF.`)
  }
  const extension = extname(claim.fileName ?? '')
    .slice(1)
    .toLowerCase()
  if (extension !== '' && !known.extensions.includes(extension)) {
    throw new MediaRefused(`The content is ${known.mimeType}, but the name ends in .${extension}.`)
  }
  const declared = claim.contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!silentTypes.includes(declared) && !known.declared.includes(declared)) {
    throw new MediaRefused(`The content is ${known.mimeType}, but it was sent as ${declared}.`)
  }
  return known
}

/** The format of something that is stored already. */
export function formatOf(mimeType: string): MediaFormat | undefined {
  return mediaFormats.find((candidate) => candidate.mimeType === mimeType)
}

function format(mimeType: string, kind: MediaFormat['kind'], extension: string): MediaFormat {
  return { mimeType, kind, extension, extensions: [extension], declared: [mimeType] }
}
