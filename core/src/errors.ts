import { loginErrors } from './errors.login.ts'

/** Who has to act. */
export type ErrorSource = 'user' | 'network' | 'T21'

interface CatalogueEntry {
  readonly status: number
  /** When it is answered; the text of `docs/errors.md`. */
  readonly meaning: string
  /** What the caller can do. */
  readonly remedy: string
}

/**
 * The catalogue: every code that the API answers. `docs/errors.md` is made from it, and a test
 * compares both ways. The first seven are the specification's (section 3).
 */
export const catalogue = {
  UNAUTHORIZED: entry(
    401,
    'Missing or invalid authentication.',
    'Log in, or refresh the access token.',
  ),
  FORBIDDEN: entry(403, 'Insufficient permissions.', 'Ask an owner or admin of the organization.'),
  NOT_FOUND: entry(
    404,
    'There is no such thing, or it belongs to somebody else.',
    'Check the address and the id.',
  ),
  VALIDATION_ERROR: entry(
    422,
    'The request does not fit the schema or a rule; `details` names each field.',
    'Mend the fields named in `details`.',
  ),
  RATE_LIMIT_EXCEEDED: entry(
    429,
    'Too many requests in the window.',
    'Wait for the seconds in `Retry-After`.',
  ),
  QUOTA_EXCEEDED: entry(
    403,
    'The plan’s limit is reached.',
    'Upgrade the plan, or remove what is not needed.',
  ),
  INTERNAL_ERROR: entry(
    500,
    'Something went wrong on our side; nothing is known to have changed.',
    'Try again; quote the request id to support if it stays.',
  ),
  MALFORMED_REQUEST: entry(
    400,
    'The body or address cannot be parsed.',
    'Send valid JSON with `Content-Type: application/json`.',
  ),
  METHOD_NOT_ALLOWED: entry(
    405,
    'The path exists, but not with this method.',
    'See the `Allow` header.',
  ),
  HTTPS_REQUIRED: entry(
    403,
    'The request came over plain HTTP; whatever secret it carried is no secret any more.',
    'Use https://, and change the password or token that was sent.',
  ),
  NOT_ACCEPTABLE: entry(
    406,
    'The route does not answer in a form that `Accept` names.',
    'Ask for `application/json`, or the other form that the route has.',
  ),
  UNSUPPORTED_MEDIA_TYPE: entry(
    415,
    'The body has a content type that this route does not take.',
    'Send `application/json`, or `multipart/form-data` where a file is uploaded.',
  ),
  PAYLOAD_TOO_LARGE: entry(
    413,
    'The body or file is too large.',
    'Send less; the limit is in `details`.',
  ),
  CONFLICT: entry(
    409,
    'The request contradicts the present state.',
    'Read the resource again and decide anew.',
  ),
  ALREADY_MEMBER: entry(
    409,
    'This person belongs to the organization already.',
    'Change the role: `PATCH /v1/organizations/:id/members/:userId`.',
  ),
  LAST_OWNER: entry(
    409,
    'An organization needs an owner, and this is the last one.',
    'Make somebody else an owner first, or delete the organization.',
  ),
  SOLE_OWNER: entry(
    409,
    'Organizations with other members would be left without an owner; `details` names them.',
    'Hand them over (`POST /v1/organizations/:id/transfer-ownership`) or delete them first.',
  ),
  PERSONAL_ORGANIZATION: entry(
    409,
    'A personal organization belongs to one person: it cannot be shared, left or deleted alone.',
    'Create an organization to work with others; delete the account to delete this one.',
  ),
  INVITATION_FOR_ANOTHER_ADDRESS: entry(
    403,
    'The invitation was sent to another e-mail address than that of this account.',
    'Log in with the address that was invited, or ask for an invitation to this one.',
  ),
  API_KEY_NOT_ALLOWED: entry(
    403,
    'This cannot be done with an API key.',
    'Log in and send the access token; the OpenAPI document names the operations that take keys.',
  ),
  API_KEY_SCOPE_MISSING: entry(
    403,
    'The API key lacks the scope that this needs; `details` names it.',
    'Create a key that has this scope.',
  ),
  VERSION_CONFLICT: entry(
    409,
    'Somebody else changed it meanwhile.',
    'Read it again, apply your change to the new version, send that `version`.',
  ),
  DUPLICATE_CONTENT: entry(
    409,
    'The same content went, or will go, to the same account within 24 hours.',
    'Change the text, or send `allowDuplicate: true`. `details` has the earlier post.',
  ),
  TOO_CLOSE: entry(
    409,
    'Another post goes to the same account within the least distance that the brand wants (`minimumGapMinutes`).',
    'Use the moment `nextFree` of `details`, or later; owners and admins may send `allowBurst: true`.',
  ),
  QUEUE_FULL: entry(
    409,
    'Every slot of the brand’s queue that fits the post is taken for the next 12 months.',
    'Add slots with `PUT /v1/brands/:id/queue`, or choose a time with `scheduledFor`.',
  ),
  BULK_REFUSED: entry(
    422,
    'At least one post of an all-or-nothing request cannot be stored, so that none was.',
    'Mend the rows named in `details`, or send `mode: "each"` to store the others.',
  ),
  EXPORT_IN_PROGRESS: entry(
    409,
    'An export of your data is being made already; `details` names it.',
    'Wait for that one: `GET /v1/users/me/exports/:id`.',
  ),
  DELIVERY_IN_FLIGHT: entry(
    409,
    'A delivery of this post is on its way and cannot be changed now.',
    'Wait until it has ended; `GET /v1/posts/:id/deliveries` tells.',
  ),
  IDEMPOTENCY_KEY_IN_USE: entry(
    409,
    'A request with this `Idempotency-Key` is still running.',
    'Wait and send the same request again.',
  ),
  IDEMPOTENCY_KEY_REUSED: entry(
    422,
    'This `Idempotency-Key` was used for another request.',
    'Use a new key for every new request.',
  ),
  INVALID_CURSOR: entry(
    422,
    'The cursor is damaged, expired, or of another list.',
    'Begin again without `cursor`.',
  ),
  EMAIL_NOT_VERIFIED: entry(
    403,
    'This needs a verified address.',
    'Follow the link in the mail we sent.',
  ),
  EMAIL_TAKEN: entry(
    409,
    'There is an account with this address.',
    'Log in, or reset the password.',
  ),
  ACCOUNT_SUSPENDED: entry(403, 'The account is suspended.', 'Ask the support.'),
  INVALID_CREDENTIALS: entry(
    401,
    'E-mail address or password is wrong.',
    'Try again, or reset the password.',
  ),
  WRONG_PASSWORD: entry(
    403,
    'The password that was asked for once more is wrong, or the account has none.',
    'Try again, or choose a new one: `POST /v1/auth/forgot-password`.',
  ),
  ...loginErrors,
  INVALID_TOKEN: entry(
    401,
    'The token is wrong, used, or expired.',
    'Ask for a new one: log in again, or request another mail.',
  ),
  PLATFORM_UNAVAILABLE: entry(
    422,
    'No connector for this platform is ready.',
    '`GET /v1/platforms` tells what is missing.',
  ),
  ACCOUNT_NOT_CONNECTED: entry(
    422,
    'The brand has no connected account for this platform.',
    'Connect one, or leave the platform out.',
  ),
  NETWORK_UNAVAILABLE: entry(
    502,
    'The network did not answer as it should.',
    'Try again in a minute; the message says what it answered.',
  ),
  RETURN_URL_NOT_ALLOWED: entry(
    422,
    'The return address is not on a configured origin.',
    'Use an origin from `FRONTEND_URL` or `RETURN_ORIGINS`.',
  ),
  BILLING_NOT_CONFIGURED: entry(
    503,
    'Nothing can be bought here: no payment provider is configured.',
    'Operators: configure a billing plugin; `GET /v1/subscriptions/plans` answers all the same.',
  ),
  BILLING_UNAVAILABLE: entry(
    503,
    'The payment provider does not answer as it should; nothing is known to have changed.',
    'Try again in a minute; `GET /v1/subscriptions/current` tells how things stand.',
  ),
  BILLING_REFUSED: entry(
    422,
    'The payment provider does not accept this as things stand.',
    'Read `GET /v1/subscriptions/current` and decide anew; open bills and cards are in the portal.',
  ),
  PAYMENT_DECLINED: entry(
    402,
    'The payment was declined; nothing has changed.',
    'Use another card: `POST /v1/subscriptions/portal`.',
  ),
  PLAN_NOT_OFFERED: entry(
    422,
    'This plan cannot be bought here: the payment provider has no price for it.',
    'Choose one that has prices: `GET /v1/subscriptions/plans`.',
  ),
  ALREADY_ON_PLAN: entry(
    409,
    'The organization has this plan already.',
    'Choose another one, or leave it as it is.',
  ),
  PLAN_CHANGE_NEEDED: entry(
    409,
    'The organization has a subscription already; a second one would be paid twice.',
    'Change its plan: `POST /v1/subscriptions/change`; open bills are in the portal.',
  ),
  NO_SUBSCRIPTION: entry(
    409,
    'The organization has no subscription that this could be done with.',
    'Buy a plan first: `POST /v1/subscriptions/checkout`.',
  ),
  UNSUPPORTED_MEDIA: entry(
    422,
    'The file is not a picture or video that T21 takes, or not what it claims to be.',
    'Send JPEG, PNG, WebP, GIF, MP4, MOV or PDF.',
  ),
  URL_NOT_ALLOWED: entry(
    422,
    'The address leads to a private network, redirects, or does not answer as it should.',
    'Give a public https address, that of the file or program itself.',
  ),
  AI_NOT_CONFIGURED: entry(
    503,
    'No provider of AI is configured on this server.',
    'Operators: configure a plugin of the kind `ai`; see `docs/operations.md`.',
  ),
  AI_UNAVAILABLE: entry(
    503,
    'No AI model answers at the moment; no credit was used.',
    'Try again after the seconds in `Retry-After`.',
  ),
  AI_TIMED_OUT: entry(
    504,
    'The AI took longer than it may; no credit was used.',
    'Try again, ask for less at once, or let the answer be streamed.',
  ),
  AI_DECLINED: entry(
    422,
    'The AI does not write this; no credit was used.',
    'Ask for something else, or in other words.',
  ),
  AI_NO_ANSWER: entry(
    502,
    'The AI answered nothing that could be used; no credit was used.',
    'Try again, or ask in other words.',
  ),
  WEBHOOK_DISABLED: entry(
    409,
    'The webhook endpoint is switched off, and nothing is sent to it.',
    'Switch it on first: `PATCH /v1/webhook-endpoints/:id` with `enabled: true`.',
  ),
  WEBHOOK_NOT_VERIFIED: entry(
    401,
    'The webhook does not carry the network’s signature over exactly these bytes, or is too old.',
    'Send it as the network signed it; operators: compare the app’s secret in T21 with the one at the network.',
  ),
  WEBHOOK_HANDSHAKE_REFUSED: entry(
    403,
    'The request is no question by which this network makes sure of a callback address.',
    'Nothing is to be read here; enter the address at the network, which then asks as it should.',
  ),
  SERVICE_UNAVAILABLE: entry(
    503,
    'A part that this needs, such as the database, does not answer.',
    'Try again in a moment.',
  ),
} as const satisfies Record<string, CatalogueEntry>

/** A code of the catalogue. */
export type ErrorCode = keyof typeof catalogue

/** One thing that is wrong, in `error.details`. */
export interface ErrorDetail {
  readonly field: string
  readonly message: string
}

/**
 * An error that the API answers as it is: a code of the catalogue, a sentence (the catalogue’s own by
 * default), and details.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ErrorCode
  readonly details: unknown
  /** Headers to send with it, such as `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: ErrorCode,
    message?: string,
    options: { details?: unknown; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(message ?? sentencesOf(code), { cause: options.cause })
    this.code = code
    this.details = options.details
    this.headers = options.headers ?? {}
  }

  get status(): number {
    return catalogue[this.code].status
  }
}

/** An `ApiError` for one field: `throw invalid('scheduledFor', 'Must be a future date.')`. */
export function invalid(field: string, message: string): ApiError {
  return new ApiError('VALIDATION_ERROR', 'Invalid request data', { details: [{ field, message }] })
}

/** The same error, with the fields that it names called as the request calls them. */
export function renameFields(error: ApiError, rename: (field: string) => string): ApiError {
  if (!Array.isArray(error.details)) return error
  const details = error.details.map((detail: { readonly field?: unknown }) =>
    typeof detail.field === 'string' ? { ...detail, field: rename(detail.field) } : detail,
  )
  return new ApiError(error.code, error.message, { details, cause: error })
}

/** The answer for what is not there and for what belongs to somebody else: exactly the same. */
export function notFound(what: string): ApiError {
  return new ApiError('NOT_FOUND', `${what} not found`)
}

/** What is said where nobody has better words: what happened, and what to do. */
export function sentencesOf(code: ErrorCode): string {
  const { meaning, remedy } = catalogue[code]
  return `${meaning} ${remedy}`
}

function entry(status: number, meaning: string, remedy: string): CatalogueEntry {
  return { status, meaning, remedy }
}
