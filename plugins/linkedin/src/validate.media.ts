import {
  type DraftPart,
  fieldOf,
  limitIssue,
  type MediaFacts,
  noticed,
  refused,
  type ValidationIssue,
} from '@t21/plugin-kit'
import { altTextLimit, documentLimit, imageLimit, videoLimit } from './limits.ts'
import { documentIssues, pictureIssues, videoIssues } from './validate.file.ts'

const kinds = {
  image: { limit: imageLimit, many: 'pictures', formats: 'JPEG, PNG or GIF' },
  gif: { limit: { ...imageLimit, mimeTypes: ['image/gif'] }, many: 'pictures', formats: 'GIF' },
  video: { limit: videoLimit, many: 'videos', formats: 'MP4' },
  document: { limit: documentLimit, many: 'documents', formats: 'PDF' },
} as const

/** What is wrong with the media of a post: 1 to 20 pictures, or one video, or one document. */
export function mediaIssues(part: DraftPart): ValidationIssue[] {
  return [
    ...setIssues(part),
    ...part.media.flatMap((file, index) => fileIssues(file, fieldOf(part, `media[${index}]`))),
  ]
}

function setIssues(part: DraftPart): ValidationIssue[] {
  const field = fieldOf(part, 'media')
  // To LinkedIn a GIF is a picture.
  if (new Set(part.media.map(({ kind }) => (kind === 'gif' ? 'image' : kind))).size > 1) {
    return [
      refused(
        'media_mixed',
        field,
        'LinkedIn does not mix pictures, videos and documents in one post.',
        'Keep one kind, and publish the others as another post.',
      ),
    ]
  }
  const kind = part.media[0]?.kind
  if (!kind) return []
  const { limit, many } = kinds[kind]
  if (part.media.length <= limit.max) return []
  return [
    {
      ...refused(
        'too_many_media',
        field,
        `The post has ${part.media.length} ${many}; LinkedIn allows ${limit.max}.`,
        'Remove some, or publish them as another post.',
      ),
      limit: limit.max,
      actual: part.media.length,
    },
  ]
}

function fileIssues(file: MediaFacts, field: string): ValidationIssue[] {
  const { limit, many, formats } = kinds[file.kind]
  const issues = limitIssue({
    network: 'LinkedIn',
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
        `LinkedIn does not take ${many} of the type ${file.mimeType}.`,
        `Convert the file to ${formats}.`,
      ),
    )
  }
  issues.push(...altTextIssues(file, `${field}.altText`))
  switch (file.kind) {
    case 'image':
    case 'gif':
      return [...issues, ...pictureIssues(file, field)]
    case 'video':
      return [...issues, ...videoIssues(file, field)]
    case 'document':
      return [...issues, ...documentIssues(file, field)]
  }
}

function altTextIssues(file: MediaFacts, field: string): ValidationIssue[] {
  if (!file.altText) return []
  if (file.kind === 'video' || file.kind === 'document') {
    return [
      noticed(
        'alt_text_lost',
        field,
        'LinkedIn has alternative texts for pictures only, so it is left out.',
        'Describe the file in the text.',
      ),
    ]
  }
  return limitIssue({
    network: 'LinkedIn',
    code: 'alt_text_too_long',
    field,
    what: 'The alternative text',
    unit: 'characters',
    limit: altTextLimit,
    actual: file.altText.length,
    remedy: 'Shorten the alternative text.',
  })
}
