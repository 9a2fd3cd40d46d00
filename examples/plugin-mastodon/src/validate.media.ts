import {
  type DraftPart,
  fieldOf,
  limitIssue,
  type MediaFacts,
  refused,
  type ValidationIssue,
} from '@t21/plugin-kit'
import type { InstanceLimits } from './limits.ts'

/** What is wrong with the media of a part: pictures and GIFs together, or one video. */
export function mediaIssues(part: DraftPart, limits: InstanceLimits): ValidationIssue[] {
  return [
    ...setIssues(part, limits),
    ...part.media.flatMap((file, index) =>
      fileIssues(file, fieldOf(part, `media[${index}]`), limits),
    ),
  ]
}

function setIssues(part: DraftPart, { maxMedia }: InstanceLimits): ValidationIssue[] {
  const field = fieldOf(part, 'media')
  const issues: ValidationIssue[] = []
  if (part.media.length > maxMedia) {
    issues.push({
      ...refused(
        'too_many_media',
        field,
        `The post has ${part.media.length} files; this instance allows ${maxMedia}.`,
        'Remove some, or put them into the next post of a thread.',
      ),
      limit: maxMedia,
      actual: part.media.length,
    })
  }
  if (part.media.length > 1 && part.media.some(({ kind }) => kind === 'video')) {
    issues.push(
      refused(
        'media_mixed',
        field,
        'Mastodon takes a video alone, without other files.',
        'Keep the video, and put the others into the next post of a thread.',
      ),
    )
  }
  return issues
}

function fileIssues(file: MediaFacts, field: string, limits: InstanceLimits): ValidationIssue[] {
  if (file.kind === 'document') {
    return [
      refused(
        'media_type_unsupported',
        field,
        'Mastodon has no documents.',
        'Publish its pages as pictures, or leave it out here.',
      ),
    ]
  }
  const issues = limitIssue({
    network: 'this instance',
    code: 'media_too_large',
    field,
    what: 'The file',
    unit: 'bytes',
    // Files have to be smaller than the limit.
    limit: (file.kind === 'video' ? limits.videoBytes : limits.imageBytes) - 1,
    actual: file.size,
    remedy: 'Use a smaller version of the file.',
  })
  if (!limits.mimeTypes.includes(file.mimeType)) {
    issues.push(
      refused(
        'media_type_unsupported',
        field,
        `This instance does not take files of the type ${file.mimeType}.`,
        'Convert the file: JPEG and MP4 are taken everywhere.',
      ),
    )
  }
  return [...issues, ...frameIssues(file, field, limits), ...altTextIssues(file, field, limits)]
}

function frameIssues(file: MediaFacts, field: string, limits: InstanceLimits): ValidationIssue[] {
  const { width, height, frameRate } = file
  const issues: ValidationIssue[] = []
  const pixels = file.kind === 'video' ? limits.videoPixels : limits.imagePixels
  if (width !== undefined && height !== undefined && width * height > pixels) {
    issues.push({
      ...refused(
        'media_too_many_pixels',
        field,
        `The file has ${width} × ${height} pixels; this instance allows ${pixels} in all.`,
        'Scale it down.',
      ),
      limit: pixels,
      actual: width * height,
    })
  }
  if (file.kind === 'video' && frameRate !== undefined && frameRate > limits.videoFrameRate) {
    issues.push({
      ...refused(
        'video_too_fast',
        field,
        `The video has ${frameRate} frames a second; this instance allows ${limits.videoFrameRate}.`,
        'Export it with fewer frames a second.',
      ),
      limit: limits.videoFrameRate,
      actual: frameRate,
    })
  }
  return issues
}

function altTextIssues(file: MediaFacts, field: string, limits: InstanceLimits): ValidationIssue[] {
  if (!file.altText) return []
  return limitIssue({
    network: 'this instance',
    code: 'alt_text_too_long',
    field: `${field}.altText`,
    what: 'The alternative text',
    unit: 'characters',
    limit: limits.maxDescription,
    actual: Array.from(file.altText).length,
    remedy: 'Shorten the alternative text.',
  })
}
