import { readPicture, type Parameters, type Picture } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { photoLimits } from '../api/limits.ts'
import { numbered } from '../api/refusals.ts'

/** A picture that a client brought. */
export interface PictureFile {
  readonly bytes: Buffer
  readonly picture: Picture
}

/** Facebook takes WebP from people, not from this edge (facebook.md 3). */
const takenTypes: readonly string[] = [
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/bmp',
  'image/tiff',
]

/**
 * The picture of `source` (multipart) or `url`.
 *
 * @throws GraphRefusal 324 for none or a broken one, 100/1366046 for a wrong type or size, 100/2061006 for an
 * address that cannot be used
 */
export async function readPictureFile(
  context: EmulatorContext,
  params: Parameters,
): Promise<PictureFile> {
  const file = params.file('source')
  const url = params.get('url')
  if (file === undefined && url === undefined) throw numbered(324)
  return checkedPicture(file?.value ?? (await fetchBytes(context, url ?? '')))
}

/** @throws GraphRefusal as {@link readPictureFile} */
export function checkedPicture(bytes: Buffer): PictureFile {
  if (bytes.length > photoLimits.bytes) throw numbered(1366046)
  const picture = readPicture(bytes)
  if (picture === undefined) throw numbered(324)
  if (!takenTypes.includes(picture.type)) throw numbered(1366046)
  return { bytes, picture }
}

/**
 * A file from a client's address: what Facebook's own hosts serve is refused (facebook.md 2.9).
 *
 * @throws GraphRefusal 100/2061006
 */
export async function fetchBytes(context: EmulatorContext, url: string): Promise<Buffer> {
  const parsed = URL.parse(url)
  const usable =
    parsed !== null &&
    (parsed.protocol === 'http:' || parsed.protocol === 'https:') &&
    !url.includes('fbcdn.net')
  if (!usable) throw numbered(2061006)
  const { status, bytes } = await context.fetch(url)
  if (status !== 200 || bytes.length === 0) throw numbered(2061006)
  return bytes
}
