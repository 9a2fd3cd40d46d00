import {
  altTextIssues,
  type DraftPart,
  fieldOf,
  fileSizeIssues,
  type MediaFacts,
  mimeTypeIssues,
  noticed,
  refused,
  tooManyMedia,
  type ValidationIssue,
} from '@t21/plugin-kit'
import { altTextLimit, documentLimit, imageLimit, videoLimit } from './limits.ts'
import { lengthOf } from './text.ts'
import { documentIssues, pictureIssues, videoIssues } from './validate.file.ts'

const network = 'LinkedIn'

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
  return tooManyMedia({
    field,
    network,
    many,
    limit: limit.max,
    actual: part.media.length,
    remedy: 'Remove some, or publish them as another post.',
  })
}

function fileIssues(file: MediaFacts, field: string): ValidationIssue[] {
  const { limit, many, formats } = kinds[file.kind]
  const issues = [
    ...fileSizeIssues(file, field, { network, maxBytes: limit.maxBytes }),
    ...mimeTypeIssues(file, field, {
      network,
      mimeTypes: limit.mimeTypes,
      many,
      remedy: `Convert the file to ${formats}.`,
    }),
    ...descriptionIssues(file, field),
  ]
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

function descriptionIssues(file: MediaFacts, field: string): ValidationIssue[] {
  if (file.kind === 'image' || file.kind === 'gif') {
    return altTextIssues(file, field, { network, maxLength: altTextLimit, lengthOf })
  }
  if (!file.altText) return []
  return [
    noticed(
      'alt_text_lost',
      `${field}.altText`,
      'LinkedIn has alternative texts for pictures only, so it is left out.',
      'Describe the file in the text.',
    ),
  ]
}
