import {
  altTextIssues,
  type DraftPart,
  fieldOf,
  fileSizeIssues,
  type MediaFacts,
  mimeTypeIssues,
  refused,
  tooManyMedia,
  type ValidationIssue,
} from '@t21/plugin-kit'
import type { InstanceLimits } from './limits.ts'

const network = 'this instance'

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
  const issues = tooManyMedia({
    field,
    network,
    many: 'files',
    limit: maxMedia,
    actual: part.media.length,
    remedy: 'Remove some, or put them into the next post of a thread.',
  })
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
  // Files have to be smaller than the limit.
  const maxBytes = (file.kind === 'video' ? limits.videoBytes : limits.imageBytes) - 1
  return [
    ...fileSizeIssues(file, field, { network, maxBytes }),
    ...mimeTypeIssues(file, field, {
      network,
      mimeTypes: limits.mimeTypes,
      many: 'files',
      remedy: 'Convert the file: JPEG and MP4 are taken everywhere.',
    }),
    ...frameIssues(file, field, limits),
    ...altTextIssues(file, field, { network, maxLength: limits.maxDescription }),
  ]
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
