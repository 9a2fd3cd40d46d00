import type { MediaFacts } from './media.ts'
import type { ValidationIssue } from './validation.ts'
import { limitIssue, refused } from './validation.issues.ts'

/**
 * More files than a post may have: `too_many_media`. `many` is what is counted, as people write it: `pictures`, `files`.
 */
export function tooManyMedia(input: {
  /** `media`, made by `fieldOf`. */
  readonly field: string
  readonly network: string
  readonly many: string
  readonly limit: number
  readonly actual: number
  readonly remedy: string
}): ValidationIssue[] {
  const { field, network, many, limit, actual, remedy } = input
  if (actual <= limit) return []
  const message = `The post has ${actual} ${many}; ${network} allows ${limit}.`
  return [{ ...refused('too_many_media', field, message, remedy), limit, actual }]
}

/** A file of more bytes than allowed, or nearly: `media_too_large`. `what` is what people call it; `file` by default. */
export function fileSizeIssues(
  file: Pick<MediaFacts, 'size'>,
  field: string,
  input: { readonly network: string; readonly maxBytes: number; readonly what?: string },
): ValidationIssue[] {
  const { network, maxBytes, what = 'file' } = input
  return limitIssue({
    network,
    code: 'media_too_large',
    field,
    what: `The ${what}`,
    unit: 'bytes',
    limit: maxBytes,
    actual: file.size,
    remedy: `Use a smaller version of the ${what}.`,
  })
}

/** A file of a type that is not among those taken: `media_type_unsupported`. `many` as in {@link tooManyMedia}. */
export function mimeTypeIssues(
  file: Pick<MediaFacts, 'mimeType'>,
  field: string,
  input: {
    readonly network: string
    readonly mimeTypes: readonly string[]
    readonly many: string
    /** What to convert it to, as a sentence. */
    readonly remedy: string
  },
): ValidationIssue[] {
  const { network, mimeTypes, many, remedy } = input
  if (mimeTypes.includes(file.mimeType)) return []
  // `this instance` begins a sentence, too.
  const name = network.charAt(0).toUpperCase() + network.slice(1)
  const message = `${name} does not take ${many} of the type ${file.mimeType}.`
  return [refused('media_type_unsupported', field, message, remedy)]
}

/**
 * A video that is shorter than allowed (`video_too_short`), or longer, or nearly (`video_too_long`); nothing where T21 could
 * not tell how long it is.
 */
export function durationIssues(
  file: Pick<MediaFacts, 'durationMs'>,
  field: string,
  input: {
    readonly network: string
    readonly minSeconds?: number
    readonly maxSeconds: number
    /** What to do about one that is too long, as a sentence. */
    readonly remedy: string
  },
): ValidationIssue[] {
  const { network, minSeconds = 0, maxSeconds, remedy } = input
  if (file.durationMs === undefined) return []
  const actual = file.durationMs / 1000
  if (actual < minSeconds) {
    const message = `${network} takes videos of ${minSeconds} seconds and more.`
    const longer = 'Use a longer video, or a picture.'
    return [{ ...refused('video_too_short', field, message, longer), limit: minSeconds, actual }]
  }
  return limitIssue({
    network,
    code: 'video_too_long',
    field,
    what: 'The video',
    unit: 'seconds',
    limit: maxSeconds,
    actual,
    remedy,
  })
}

/**
 * An alternative text that is too long, or nearly: `alt_text_too_long`. It is counted in characters, of which an emoji may
 * be one; give `lengthOf` where the network counts otherwise.
 */
export function altTextIssues(
  file: Pick<MediaFacts, 'altText'>,
  /** Of the file: `media[0]`. */
  field: string,
  input: {
    readonly network: string
    readonly maxLength: number
    readonly lengthOf?: (text: string) => number
  },
): ValidationIssue[] {
  const { network, maxLength, lengthOf = codePoints } = input
  if (!file.altText) return []
  return limitIssue({
    network,
    code: 'alt_text_too_long',
    field: `${field}.altText`,
    what: 'The alternative text',
    unit: 'characters',
    limit: maxLength,
    actual: lengthOf(file.altText),
    remedy: 'Shorten the alternative text.',
  })
}

function codePoints(text: string): number {
  return Array.from(text).length
}
