import type { DraftPart, MediaFacts, ValidationIssue } from '@t21/plugin-kit'
import { fileSizeIssues, mimeTypeIssues, noticed, refused } from '@t21/plugin-kit'
import { formOf, isCover } from './form.ts'
import { imageLimit, uprightRatio } from './limits.ts'

/** What is wrong with a picture: instagram.md 3. */
export function pictureIssues(part: DraftPart, file: MediaFacts, field: string): ValidationIssue[] {
  const isUpright = formOf(part) === 'story' || isCover(part, file)
  const issues = [
    ...fileSizeIssues(file, field, {
      network: 'Instagram',
      maxBytes: isUpright ? imageLimit.maxStoryBytes : imageLimit.maxBytes,
      what: 'picture',
    }),
    ...mimeTypeIssues(file, field, {
      network: 'Instagram',
      mimeTypes: imageLimit.mimeTypes,
      many: 'pictures',
      remedy: 'Convert the picture to JPEG.',
    }),
  ]
  const { width, height } = file
  if (width === undefined || height === undefined) return issues
  return [...issues, ...(isUpright ? uprightIssues : feedIssues)({ width, height }, field)]
}

/** Pixels. */
interface Frame {
  readonly width: number
  readonly height: number
}

function feedIssues({ width, height }: Frame, field: string): ValidationIssue[] {
  const { min, max } = imageLimit.ratio
  if (width >= height * min && width <= height * max) return []
  return [
    refused(
      'media_aspect_ratio',
      field,
      `The picture is ${width} × ${height}; Instagram takes shapes from 4:5 to 1.91:1.`,
      'Crop or pad the picture, or publish it as a story.',
    ),
  ]
}

/** What is shown upright may have another shape: it is shown with borders, or cropped. */
export function uprightIssues({ width, height }: Frame, field: string): ValidationIssue[] {
  if (Math.abs(width / height - uprightRatio) <= uprightRatio * 0.02) return []
  return [
    noticed(
      'media_not_upright',
      field,
      `The file is ${width} × ${height}; Instagram advises 9:16 here, such as 1080 × 1920.`,
      'Nothing, if borders or cropping do no harm.',
    ),
  ]
}
