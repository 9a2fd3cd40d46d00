import { readPicture } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import {
  imageTooLarge,
  unreachableMedia,
  unsupportedAspect,
  unsupportedImage,
} from '../api/errors.ts'
import { imageLimits } from '../api/limits.ts'
import { imageFormat } from './image-format.ts'
import { fetchMedia } from './media-url.ts'

/**
 * Fetches a picture and holds it against the rules (instagram.md 3). What it is, its bytes say; names
 * and content types say nothing.
 *
 * @throws GraphRefusal 9004/2207052, 36000/2207004, 36001/2207005 or 36003/2207009
 */
export async function fetchImage(
  context: EmulatorContext,
  address: string,
  rules: { readonly aspect: boolean },
): Promise<Buffer> {
  const bytes = await fetchMedia(context, address)
  if (bytes === undefined) throw unreachableMedia(address)
  const format = imageFormat(bytes)
  if (format !== 'JPEG') throw unsupportedImage(format)
  if (bytes.length > imageLimits.bytes) throw imageTooLarge()
  const picture = readPicture(bytes)
  if (picture === undefined) throw unsupportedImage('of this file')
  const aspect = picture.width / picture.height
  const fits = aspect >= imageLimits.narrowest && aspect <= imageLimits.widest
  if (rules.aspect && !fits) throw unsupportedAspect()
  return bytes
}
