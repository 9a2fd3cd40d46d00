import {
  type DraftPart,
  fieldOf,
  limitIssue,
  type MediaFacts,
  noticed,
  refused,
  type ValidationIssue,
} from '@t21/plugin-kit'
import type { XFacts } from './facts.ts'
import { altTextLimit, gifLimit, imageLimit, videoLimit } from './limits.ts'
import { frameIssues } from './validate.frame.ts'

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
  if (part.media.length <= limit.max) return []
  return [
    {
      ...refused(
        'too_many_media',
        field,
        `The post has ${part.media.length} ${many}; X allows ${limit.max}.`,
        'Remove some, or put them into the next post of a thread.',
      ),
      limit: limit.max,
      actual: part.media.length,
    },
  ]
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
  const issues = limitIssue({
    network: 'X',
    code: 'media_too_large',
    field,
    what: 'The file',
    unit: 'bytes',
    limit: limit.maxBytes,
    actual: file.size,
    remedy: 'Use a smaller version of the file.',
  })
  if (!limit.mimeTypes.some((type) => type === file.mimeType)) {
    issues.push(
      refused(
        'media_type_unsupported',
        field,
        `X does not take ${many} of the type ${file.mimeType}.`,
        `Convert the file to ${formats}.`,
      ),
    )
  }
  issues.push(...altTextIssues(file, `${field}.altText`), ...frameIssues(file, field))
  if (file.kind === 'video') issues.push(...durationIssues(file, field, limits.maxVideoSeconds))
  return issues
}

function altTextIssues(file: MediaFacts, field: string): ValidationIssue[] {
  if (!file.altText) return []
  if (file.kind === 'video') {
    return [
      noticed(
        'alt_text_lost',
        field,
        'X has no alternative text for videos, so it is left out.',
        'Describe the video in the text.',
      ),
    ]
  }
  return limitIssue({
    network: 'X',
    code: 'alt_text_too_long',
    field,
    what: 'The alternative text',
    unit: 'characters',
    limit: altTextLimit,
    actual: Array.from(file.altText).length,
    remedy: 'Shorten the alternative text.',
  })
}

function durationIssues(file: MediaFacts, field: string, maxSeconds: number): ValidationIssue[] {
  if (file.durationMs === undefined) return []
  const seconds = file.durationMs / 1000
  if (seconds < videoLimit.minSeconds) {
    return [
      {
        ...refused(
          'video_too_short',
          field,
          `X takes videos of ${videoLimit.minSeconds} seconds and more.`,
          'Use a longer video, or a picture.',
        ),
        limit: videoLimit.minSeconds,
        actual: seconds,
      },
    ]
  }
  return limitIssue({
    network: 'X',
    code: 'video_too_long',
    field,
    what: 'The video',
    unit: 'seconds',
    limit: maxSeconds,
    actual: seconds,
    remedy: 'Shorten the video. Accounts with X Premium may publish longer ones.',
  })
}
