import {
  altTextIssues,
  type DraftPart,
  fieldOf,
  type MediaFacts,
  noticed,
  refused,
  type ValidationIssue,
} from '@t21/plugin-kit'
import { type Form, formOf, isCover } from './form.ts'
import { altTextLimit, carouselLimit } from './limits.ts'
import { textLength } from './text.ts'
import { pictureIssues } from './validate.picture.ts'
import { videoIssues } from './validate.video.ts'

/** What is wrong with the files of a post: how many of which kind, and each of them. */
export function mediaIssues(part: DraftPart): ValidationIssue[] {
  const form = formOf(part)
  return [
    ...setIssues(part, form),
    ...part.media.flatMap((file, index) =>
      fileIssues(part, file, form, fieldOf(part, `media[${index}]`)),
    ),
  ]
}

function setIssues(part: DraftPart, form: Form): ValidationIssue[] {
  const field = fieldOf(part, 'media')
  const count = part.media.length
  if (count === 0) {
    const message = 'Instagram publishes nothing without a picture or video.'
    return [refused('media_missing', field, message, 'Add a picture or a video.')]
  }
  if (form === 'reel') return reelIssues(part, field)
  if (form === 'story' && count > 1) {
    return [
      {
        ...refused(
          'too_many_media',
          field,
          `A story is one picture or video; this one has ${count}.`,
          'Make a story of each file.',
        ),
        limit: 1,
        actual: count,
      },
    ]
  }
  if (count <= carouselLimit.max) return []
  return [
    {
      ...refused(
        'too_many_media',
        field,
        `The post has ${count} files; Instagram allows ${carouselLimit.max} in a carousel.`,
        'Remove some, or put them into another post.',
      ),
      limit: carouselLimit.max,
      actual: count,
    },
  ]
}

function reelIssues(part: DraftPart, field: string): ValidationIssue[] {
  const videos = part.media.filter((file) => file.kind === 'video').length
  const covers = part.media.filter((file) => file.kind === 'image').length
  if (videos === 1 && covers <= 1) return []
  return [
    refused(
      'reel_media',
      field,
      `A reel is one video, with one picture as its cover at most; this one has ${videos} videos and ${covers} pictures.`,
      'Keep one video and one cover, or leave out options.format for a carousel.',
    ),
  ]
}

function fileIssues(
  part: DraftPart,
  file: MediaFacts,
  form: Form,
  field: string,
): ValidationIssue[] {
  if (file.kind === 'gif' || file.kind === 'document') {
    const what = file.kind === 'gif' ? 'animated GIFs' : 'documents'
    return [
      refused(
        'media_type_unsupported',
        field,
        `Instagram does not take ${what}.`,
        'Use a picture, or a video in MP4 or MOV.',
      ),
    ]
  }
  const issues =
    file.kind === 'video' ? videoIssues(file, field, form) : pictureIssues(part, file, field)
  return [...issues, ...descriptionIssues(part, file, form, field)]
}

function descriptionIssues(
  part: DraftPart,
  file: MediaFacts,
  form: Form,
  field: string,
): ValidationIssue[] {
  if (!file.altText) return []
  if (file.kind === 'video' || form === 'story' || isCover(part, file)) {
    return [
      noticed(
        'alt_text_lost',
        `${field}.altText`,
        'Instagram has alternative texts for pictures of the feed only, so this one is left out.',
        'Describe it in the text, if there is one.',
      ),
    ]
  }
  return altTextIssues(file, field, {
    network: 'Instagram',
    maxLength: altTextLimit,
    lengthOf: textLength,
  })
}
