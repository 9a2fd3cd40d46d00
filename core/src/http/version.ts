import { invalid } from '../errors.ts'

/** The `ETag` of a thing that has a version. */
export function etagOf(version: number): string {
  return `"${version}"`
}

/**
 * The version that a change is meant for: the body's, or the one of `If-Match`.
 *
 * @throws ApiError VALIDATION_ERROR where there is none, or two
 */
export function versionOf(body: number | undefined, ifMatch: string | undefined): number {
  const tag = ifMatch === undefined ? undefined : /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch)?.[1]
  if (ifMatch !== undefined && tag === undefined) {
    throw invalid('If-Match', 'Send the `ETag` as it was read, such as "3".')
  }
  const ofHeader = tag === undefined ? undefined : Number(tag)
  if (body !== undefined && ofHeader !== undefined && body !== ofHeader) {
    throw invalid('version', 'The body and `If-Match` name different versions; send one of them.')
  }
  const version = body ?? ofHeader
  if (version === undefined) {
    throw invalid('version', 'Send the version that you read, here or as `If-Match`.')
  }
  return version
}
