import type { AccountFacts, DraftPart, PictureFit } from '@t21/plugin-kit'
import { limitsOf } from './facts.ts'

/** Types that pictures keep where the instance takes them; all others become the first that it takes. */
const pictureTypes = ['image/jpeg', 'image/png', 'image/webp']

/** What each picture has to be, by the limits of the account's instance. GIFs and videos are taken as they are. */
export function fit(part: DraftPart, account: AccountFacts | null): readonly (PictureFit | null)[] {
  const { imageBytes, imagePixels, mimeTypes } = limitsOf(account)
  const taken = pictureTypes.filter((type) => mimeTypes.includes(type))
  const picture: PictureFit = {
    mimeTypes: taken,
    // Files have to be smaller than the limit.
    maxBytes: imageBytes - 1,
    maxPixels: imagePixels,
  }
  return part.media.map(({ kind }) => (kind === 'image' && taken.length > 0 ? picture : null))
}
