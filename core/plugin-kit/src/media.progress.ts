import type { MediaFacts } from './media.ts'

/** How far one file is, as a connector keeps it in its checkpoint: at least these, and `uploaded` where it can be used. */
export interface MediaProgressBase {
  /** T21's id of the file, so that a file exchanged in the post is uploaded. */
  readonly sourceId: string
  readonly state: string
}

/**
 * The progress of a part's files, in order, if it is that of exactly these files and all of them are `uploaded`; else `null`.
 * `commit` asks it before it sends: `null` means `preparation_lost`.
 */
export function uploadedMedia<Progress extends MediaProgressBase>(
  part: { readonly media: readonly Pick<MediaFacts, 'id'>[] },
  stored: readonly Progress[] | undefined,
): readonly Progress[] | null {
  if (stored?.length !== part.media.length) return null
  const fits = part.media.every((file, index) => {
    const known = stored[index]
    return known?.sourceId === file.id && known.state === 'uploaded'
  })
  return fits ? stored : null
}
