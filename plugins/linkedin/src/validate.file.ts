import {
  durationIssues,
  limitIssue,
  type MediaFacts,
  refused,
  type ValidationIssue,
} from '@t21/plugin-kit'
import { documentLimit, imageLimit, videoLimit } from './limits.ts'

/** A picture with too many pixels. The frames of a GIF (250 at most) are not known before LinkedIn counts them. */
export function pictureIssues(file: MediaFacts, field: string): ValidationIssue[] {
  const { width, height } = file
  if (width === undefined || height === undefined) return []
  if (width * height <= imageLimit.maxPixels) return []
  return [
    {
      ...refused(
        'media_dimensions',
        field,
        `The picture is ${width} × ${height}; LinkedIn takes fewer than 36,152,320 pixels.`,
        'Use a smaller version of the picture.',
      ),
      limit: imageLimit.maxPixels,
      actual: width * height,
    },
  ]
}

/** A video that is too small, too short or too long. */
export function videoIssues(file: MediaFacts, field: string): ValidationIssue[] {
  const issues: ValidationIssue[] = []
  if (file.size < videoLimit.minBytes) {
    issues.push({
      ...refused(
        'media_too_small',
        field,
        `LinkedIn takes videos of ${videoLimit.minBytes} bytes (75 KB) and more.`,
        'Use a longer video or one of better quality.',
      ),
      limit: videoLimit.minBytes,
      actual: file.size,
    })
  }
  const duration = durationIssues(file, field, {
    network: 'LinkedIn',
    minSeconds: videoLimit.minSeconds,
    maxSeconds: videoLimit.maxSeconds,
    remedy: 'Shorten the video.',
  })
  return [...issues, ...duration]
}

/** A document with too many pages. */
export function documentIssues(file: MediaFacts, field: string): ValidationIssue[] {
  if (file.pages === undefined) return []
  return limitIssue({
    network: 'LinkedIn',
    code: 'document_too_long',
    field,
    what: 'The document',
    unit: 'pages',
    limit: documentLimit.maxPages,
    actual: file.pages,
    remedy: 'Leave out some pages.',
  })
}
