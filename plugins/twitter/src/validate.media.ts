import {
  altTextIssues,
  type DraftPart,
  durationIssues,
  fieldOf,
  fileSizeIssues,
  type MediaFacts,
  mimeTypeIssues,
  noticed,
  refused,
  tooManyMedia,
  type ValidationIssue,
} from '@t21/plugin-kit'
import type { XFacts } from './facts.ts'
import { altTextLimit, gifLimit, imageLimit, videoLimit } from './limits.ts'
import { frameIssues } from './validate.frame.ts'

const network = 'X'

const kinds = {
  image: { limit: imageLimit, many: 'pictures', formats: 'JPEG, PNG, WebP or GIF' },
  gif: { limit: gifLimit, many: 'animated GIFs', formats: 'GIF' },
  video: { limit: videoLimit, many: 'videos', formats: 'MP4 or MOV' },
} as const

/** What is wrong with the media of a part: four pictures, or one GIF, or one video. */
export function mediaIssues(
  part: DraftPart,
  limits: Pick<XFacts, 'maxVideoSeconds'>,
): ValidationIssue[] {
  return [
    ...setIssues(part),
    ...part.media.flatMap((file, index) => {
      const field = fieldOf(part, `media[${index}]`)
      return file.kind === 'document'
        ? [documentIssue(field)]
        : fileIssues(file, file.kind, field, limits)
    }),
  ]
}

function setIssues(part: DraftPart): ValidationIssue[] {
  const field = fieldOf(part, 'media')
  if (new Set(part.media.map((file) => file.kind)).size > 1) {
    return [
      refused(
        'media_mixed',
        field,
        'X does not mix pictures, GIFs and videos in one post.',
        'Keep one kind, and put the others into the next post of a thread.',
      ),
    ]
  }
  const kind = part.media[0]?.kind
  if (kind === undefined || kind === 'document') return []
  const { limit, many } = kinds[kind]
  return tooManyMedia({
    field,
    network,
    many,
    limit: limit.max,
    actual: part.media.length,
    remedy: 'Remove some, or put them into the next post of a thread.',
  })
}

function documentIssue(field: string): ValidationIssue {
  return refused(
    'media_type_unsupported',
    field,
    'X has no documents.',
    'Publish its pages as pictures, or leave it out here.',
  )
}

function fileIssues(
  file: MediaFacts,
  kind: keyof typeof kinds,
  field: string,
  limits: Pick<XFacts, 'maxVideoSeconds'>,
): ValidationIssue[] {
  const { limit, many, formats } = kinds[kind]
  const issues = [
    ...fileSizeIssues(file, field, { network, maxBytes: limit.maxBytes }),
    ...mimeTypeIssues(file, field, {
      network,
      mimeTypes: limit.mimeTypes,
      many,
      remedy: `Convert the file to ${formats}.`,
    }),
    ...descriptionIssues(file, field),
    ...frameIssues(file, field),
  ]
  if (file.kind !== 'video') return issues
  const duration = durationIssues(file, field, {
    network,
    minSeconds: videoLimit.minSeconds,
    maxSeconds: limits.maxVideoSeconds,
    remedy: 'Shorten the video. Accounts with X Premium may publish longer ones.',
  })
  return [...issues, ...duration]
}

function descriptionIssues(file: MediaFacts, field: string): ValidationIssue[] {
  if (file.kind !== 'video') return altTextIssues(file, field, { network, maxLength: altTextLimit })
  if (!file.altText) return []
  return [
    noticed(
      'alt_text_lost',
      `${field}.altText`,
      'X has no alternative text for videos, so it is left out.',
      'Describe the video in the text.',
    ),
  ]
}
