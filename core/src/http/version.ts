import { createHash } from 'node:crypto'
import { ApiError, invalid } from '../errors.ts'

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
  const version = givenVersion(body, ifMatch)
  if (version === undefined) {
    throw invalid('version', 'Send the version that you read, here or as `If-Match`.')
  }
  return version
}

/**
 * {@link versionOf} for a change that needs none.
 *
 * @throws ApiError VALIDATION_ERROR where there are two
 */
export function givenVersion(
  body: number | undefined,
  ifMatch: string | undefined,
): number | undefined {
  const tag = ifMatch === undefined ? undefined : /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch)?.[1]
  if (ifMatch !== undefined && tag === undefined) {
    throw wrongTag()
  }
  const ofHeader = tag === undefined ? undefined : Number(tag)
  if (body !== undefined && ofHeader !== undefined && body !== ofHeader) {
    throw invalid('version', 'The body and `If-Match` name different versions; send one of them.')
  }
  return body ?? ofHeader
}

/** Refuses a change of another version than what is there. @throws ApiError VERSION_CONFLICT with the present version */
export function requireVersion({ version }: { readonly version: number }, read: number): void {
  if (version === read) return
  throw new ApiError('VERSION_CONFLICT', undefined, { details: { version } })
}

/** The `ETag` of a thing without a version: of what can be changed of it. */
export function contentTagOf(content: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('base64url')
  return `"${hash.slice(0, 22)}"`
}

/**
 * Refuses a change that is meant for something else than what is there; without `If-Match`, none.
 *
 * @throws ApiError VERSION_CONFLICT with the present `etag`
 */
export function requireContent(ifMatch: string | undefined, content: unknown): void {
  if (ifMatch === undefined) return
  if (!/^(?:W\/)?"[\w-]{1,100}"$/.test(ifMatch)) throw wrongTag()
  const etag = contentTagOf(content)
  if (ifMatch.replace('W/', '') !== etag) {
    throw new ApiError('VERSION_CONFLICT', undefined, { details: { etag } })
  }
}

function wrongTag(): ApiError {
  return invalid('If-Match', 'Send the `ETag` as it was read, such as "3".')
}
