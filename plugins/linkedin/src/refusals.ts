import type { FailureKind } from '@t21/plugin-kit'
import type { Problem } from './problem.ts'

/** What of a post LinkedIn refused, before it is translated into a field of the part. */
export type RefusedThing = 'text' | 'media' | 'poll' | 'article' | 'title' | 'visibility'

/** One documented refusal: how it looks and what it means. */
export interface Refusal {
  readonly kind: FailureKind
  readonly statuses: readonly number[]
  /** One of these must fit where any is given. */
  readonly codes?: readonly string[]
  readonly serviceCodes?: readonly number[]
  readonly words?: RegExp
  /** Also an answer that is not LinkedIn's own, such as a page of its edge. */
  readonly anyBody?: true
  readonly thing?: RefusedThing
  readonly message: string
  readonly remedy: string
}

/**
 * The allow-list of linkedin.md 4: LinkedIn documents that nothing was done for these answers. The first that fits
 * counts. `code` may be missing at any time, hence the wordings.
 */
const refusals: readonly Refusal[] = [
  {
    kind: 'duplicate',
    statuses: [400, 409, 422],
    codes: ['DUPLICATE_POST'],
    words: /duplicate of urn:li:|content is a duplicate/,
    thing: 'text',
    message: 'LinkedIn says that this account has published the same post a few minutes ago.',
    remedy: 'Look at the account; change the text if the post is not there.',
  },
  {
    kind: 'reauth',
    statuses: [401],
    codes: ['REVOKED_ACCESS_TOKEN'],
    serviceCodes: [65601],
    words: /revoked by the user/,
    message: 'The person withdrew the permission of T21 at LinkedIn.',
    remedy: 'Connect the account again.',
  },
  {
    kind: 'reauth',
    statuses: [401],
    codes: ['EXPIRED_ACCESS_TOKEN'],
    serviceCodes: [65602],
    words: /has expired/,
    message: 'The login of this account has expired.',
    remedy: 'Connect the account again.',
  },
  {
    // 65600 INVALID_ACCESS_TOKEN, EMPTY_ACCESS_TOKEN, and whatever else LinkedIn itself says with 401.
    kind: 'reauth',
    statuses: [401],
    message: 'LinkedIn no longer accepts the login of this account.',
    remedy: 'Connect the account again.',
  },
  {
    kind: 'rate_limited',
    statuses: [429],
    words: /create throttled/,
    message: 'LinkedIn lets this account write no more comments at the moment.',
    remedy: 'Nothing: it is tried again in a minute.',
  },
  {
    kind: 'rate_limited',
    statuses: [429],
    anyBody: true,
    message: "The day's requests of this account or of the operator's app at LinkedIn are used up.",
    remedy: 'Nothing: it is tried again after midnight UTC, when LinkedIn begins to count anew.',
  },
  {
    kind: 'app_config',
    statuses: [426],
    anyBody: true,
    message: "LinkedIn has ended the version of its API that is in T21's settings.",
    remedy: 'The operator sets LINKEDIN_API_VERSION to a newer version, or updates T21.',
  },
  {
    kind: 'app_config',
    statuses: [400],
    codes: ['VERSION_MISSING'],
    words: /version must be present|requested version .* is not active/,
    message: 'LinkedIn does not know which version of its API is meant.',
    remedy: 'The operator checks LINKEDIN_API_VERSION (YYYYMM).',
  },
  {
    kind: 'permission',
    statuses: [403],
    words: /unpermitted fields present/,
    message: "LinkedIn does not let the operator's app send this kind of post.",
    remedy:
      'Publish it without pictures, video, document or poll, or the operator asks LinkedIn for the Community Management API; then connect the account again.',
  },
  {
    kind: 'permission',
    statuses: [403],
    words: /partnerapisocialactions|partnerapireactions/,
    message: "LinkedIn does not let the operator's app comment for this account.",
    remedy:
      'Leave out the first comment, or the operator asks LinkedIn for the Community Management API; then connect the account again.',
  },
  {
    kind: 'permission',
    statuses: [403],
    words: /not enough permissions to access/,
    message: 'A permission of this account at LinkedIn is missing.',
    remedy:
      "Connect the account again and allow everything; the operator checks the app's products in the LinkedIn developer portal.",
  },
  {
    // Losing the role shows as 403 in words that LinkedIn does not document.
    kind: 'permission',
    statuses: [403],
    message: 'LinkedIn does not let this account do that; mostly its role at the page has ended.',
    remedy:
      'An administrator of the page gives the person the role of an administrator or content administrator; then connect the account again.',
  },
  {
    kind: 'preparation_lost',
    statuses: [400, 403, 409, 410, 422],
    codes: ['MEDIA_ASSET_WAITING_UPLOAD', 'EXPIRED_UPLOAD_URL'],
    words: /media_asset_waiting_upload|expired_upload_url/,
    message: 'LinkedIn does not have the uploaded files of this post yet, or not any more.',
    remedy: 'Nothing: the files are uploaded again.',
  },
  {
    kind: 'content_rejected',
    statuses: [400, 422],
    codes: ['MEDIA_ASSET_PROCESSING_FAILED', 'INVALID_IMAGE_ID'],
    thing: 'media',
    message: 'LinkedIn could not use the uploaded files.',
    remedy: 'Convert the files (pictures: JPEG or PNG, video: MP4) or replace them.',
  },
  {
    kind: 'content_rejected',
    statuses: [400, 422],
    codes: ['FIELD_LENGTH_TOO_LONG'],
    words: /field_length_too_long|too long|exceeds the maximum length/,
    message: 'A text of the post is too long for LinkedIn.',
    remedy: 'Shorten it; brackets, @, # and the like count twice.',
  },
  {
    kind: 'content_rejected',
    statuses: [400, 422],
    codes: ['INVALID_VALUE_BLANK_FIELD', 'MISSING_FIELD'],
    message: 'LinkedIn misses something in the post.',
    remedy: 'Fill in what LinkedIn names, then publish again.',
  },
  {
    kind: 'content_rejected',
    statuses: [400, 422],
    codes: ['INVALID_VALUE_FOR_FIELD', 'INVALID_URN_TYPE', 'INVALID_URN_ID'],
    message: 'LinkedIn does not accept a part of the post.',
    remedy: 'Correct what LinkedIn names, then publish again.',
  },
  {
    kind: 'content_rejected',
    statuses: [422],
    message: 'LinkedIn does not accept the post.',
    remedy: 'Correct what LinkedIn names, then publish again.',
  },
  {
    kind: 'content_rejected',
    statuses: [413],
    anyBody: true,
    thing: 'media',
    message: 'LinkedIn refused the post or a file because of its size.',
    remedy: 'Use a smaller file, or a shorter text.',
  },
  {
    kind: 'content_rejected',
    statuses: [415],
    anyBody: true,
    thing: 'media',
    message: 'LinkedIn does not take files of this type.',
    remedy: 'Use JPEG or PNG for pictures, MP4 for video, PDF for documents.',
  },
]

/** The documented refusal that an answer is, or `null`. */
export function refusalOf(problem: Problem): Refusal | null {
  return refusals.find((refusal) => fits(refusal, problem)) ?? null
}

function fits(refusal: Refusal, problem: Problem): boolean {
  if (!refusal.statuses.includes(problem.status)) return false
  if (!problem.isLinkedIn) return refusal.anyBody === true
  const { codes, serviceCodes, words } = refusal
  if (!codes && !serviceCodes && !words) return true
  return (
    (codes?.includes(problem.code) ?? false) ||
    (problem.serviceCode !== undefined && (serviceCodes?.includes(problem.serviceCode) ?? false)) ||
    (words?.test(problem.words) ?? false)
  )
}
