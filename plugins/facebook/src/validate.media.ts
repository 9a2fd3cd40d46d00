import {
  altTextIssues,
  type DraftPart,
  durationIssues,
  fieldOf,
  fileSizeIssues,
  type MediaFacts,
  noticed,
  refused,
  tooManyMedia,
  type ValidationIssue,
} from '@t21/plugin-kit'
import { capabilities } from './capabilities.ts'
import type { Form } from './form.ts'
import { photoLimit, videoLimit } from './limits.ts'
import { shortVideoIssues } from './validate.short-video.ts'

const network = 'Facebook'
const formats = { photo: 'JPEG, PNG or GIF', video: 'MP4 or MOV' } as const

/** What is wrong with the media of a part: up to ten pictures, or one video; one file for reels and stories. */
export function mediaIssues(part: DraftPart, form: Form): ValidationIssue[] {
  const set = setIssues(part, form)
  if (form === 'comment') return set
  return [
    ...set,
    ...part.media.flatMap((file, index) =>
      fileIssues(file, form, fieldOf(part, `media[${index}]`)),
    ),
  ]
}

function setIssues(part: DraftPart, form: Form): ValidationIssue[] {
  const field = fieldOf(part, 'media')
  const { length } = part.media
  const videos = part.media.filter(({ kind }) => kind === 'video').length
  switch (form) {
    case 'comment':
      return length === 0
        ? []
        : [
            refused(
              'media_unsupported',
              field,
              'T21 publishes comments on Facebook without pictures and videos.',
              'Leave them out, or put a link into the comment.',
            ),
          ]
    case 'reel':
      return length === 1 && videos === 1
        ? []
        : [refused('reel_media', field, 'A reel is exactly one video.', 'Give one video.')]
    case 'photo_story':
    case 'video_story':
      return length === 1
        ? []
        : [
            refused(
              'story_media',
              field,
              'A story on Facebook is exactly one picture or video.',
              'Give one, and publish the others as stories of their own.',
            ),
          ]
    default:
      return feedIssues(field, length, videos)
  }
}

function feedIssues(field: string, length: number, videos: number): ValidationIssue[] {
  if (videos > 0 && length > videos) {
    return [
      refused(
        'media_mixed',
        field,
        'Facebook does not mix pictures and videos in one post.',
        'Keep one kind, and publish the others as a second post.',
      ),
    ]
  }
  const max = videos > 0 ? 1 : photoLimit.max
  return tooManyMedia({
    field,
    network,
    many: videos > 0 ? 'videos' : 'pictures',
    limit: max,
    actual: length,
    remedy: 'Remove some, or publish them as a second post.',
  })
}

function fileIssues(file: MediaFacts, form: Form, field: string): ValidationIssue[] {
  if (file.kind === 'document') {
    return [
      refused(
        'media_type_unsupported',
        field,
        'Facebook takes no documents in a post.',
        'Give its pages as pictures, or put a link to it into the text.',
      ),
    ]
  }
  const short = form === 'reel' || form === 'video_story'
  if (file.kind !== 'video') return short ? [] : photoIssues(file, form, field)
  const own = short ? shortVideoIssues(file, form, field) : videoIssues(file, field)
  return [...own, ...videoAltTextIssues(file, `${field}.altText`)]
}

function photoIssues(file: MediaFacts, form: Form, field: string): ValidationIssue[] {
  const issues = [
    ...fileSizeIssues(file, field, { network, maxBytes: photoLimit.maxBytes }),
    ...typeIssues(file, field, photoLimit.mimeTypes, formats.photo),
  ]
  if (file.mimeType === 'image/png' && file.size > photoLimit.pngAdvice) {
    issues.push(
      noticed(
        'png_large',
        field,
        'Facebook may make a PNG above 1 MB coarse.',
        'Use a JPEG, or a smaller PNG.',
      ),
    )
  }
  const description =
    form === 'photo_story'
      ? storyAltTextIssues(file, field)
      : altTextIssues(file, field, { network, maxLength: capabilities.altText?.maxLength ?? 0 })
  return [...issues, ...description]
}

function videoIssues(file: MediaFacts, field: string): ValidationIssue[] {
  return [
    ...fileSizeIssues(file, field, { network, maxBytes: videoLimit.maxBytes }),
    ...typeIssues(file, field, videoLimit.mimeTypes, formats.video),
    ...durationIssues(file, field, {
      network,
      maxSeconds: videoLimit.maxSeconds,
      remedy: 'Shorten the video.',
    }),
  ]
}

function typeIssues(
  file: MediaFacts,
  field: string,
  mimeTypes: readonly string[],
  names: string,
): ValidationIssue[] {
  if (mimeTypes.includes(file.mimeType)) return []
  return [
    refused(
      'media_type_unsupported',
      field,
      `Facebook does not take files of the type ${file.mimeType} here.`,
      `Convert the file to ${names}.`,
    ),
  ]
}

function storyAltTextIssues(file: MediaFacts, field: string): ValidationIssue[] {
  if (!file.altText) return []
  return [altTextLost('stories', `${field}.altText`)]
}

function videoAltTextIssues(file: MediaFacts, field: string): ValidationIssue[] {
  if (!file.altText) return []
  return [altTextLost('videos', field)]
}

function altTextLost(what: string, field: string): ValidationIssue {
  return noticed(
    'alt_text_lost',
    field,
    `Facebook has no alternative texts for ${what}, so it is left out.`,
    'Nothing, or describe it in the text.',
  )
}
