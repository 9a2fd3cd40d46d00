import { checkBody } from '../api/body.ts'
import { invalidParams } from '../api/errors.ts'
import { fileUpload, pullFromUrl, type VideoSource } from './schemas.ts'

/** Reads `source_info` by the rules of its own `source`. @throws Refusal 400 */
export function readVideoSource(info: unknown): VideoSource {
  const source = typeof info === 'object' && info !== null && 'source' in info ? info.source : null
  if (source === 'FILE_UPLOAD') return checkBody(info, fileUpload)
  if (source === 'PULL_FROM_URL') return checkBody(info, pullFromUrl)
  throw invalidParams('source_info.source must be FILE_UPLOAD or PULL_FROM_URL.')
}
