import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'

/** The network says no. An endpoint turns it into its response. */
export class Refusal extends Error {
  readonly response: EmulatorResponse

  constructor(response: EmulatorResponse) {
    super(`refused with ${response.status}`)
    this.name = 'Refusal'
    this.response = response
  }
}

/** LinkedIn's envelope (linkedin.md 4). `code` and `serviceErrorCode` are missing where LinkedIn leaves them out. */
export function problem(
  status: number,
  message: string,
  more: {
    readonly code?: string
    readonly serviceErrorCode?: number
    readonly errorDetailType?: string
    readonly errorDetails?: unknown
  } = {},
): EmulatorResponse {
  return { status, json: { status, ...more, message } }
}

/** The codes of linkedin.md 4 for content that is refused. */
export type InputCode =
  | 'FIELD_LENGTH_TOO_LONG'
  | 'INVALID_VALUE_BLANK_FIELD'
  | 'MISSING_FIELD'
  | 'INVALID_VALUE_FOR_FIELD'
  | 'INVALID_URN_TYPE'
  | 'INVALID_URN_ID'
  | 'INVALID_IMAGE_ID'
  | 'MEDIA_ASSET_WAITING_UPLOAD'
  | 'MEDIA_ASSET_PROCESSING_FAILED'
  | 'UNRECOGNIZED_FIELD'

/** 400 that names the field: `content/media/id`. */
export function invalidInput(code: InputCode, field: string, description: string): Refusal {
  return new Refusal(
    problem(400, `${field} :: ${description}`, {
      code,
      errorDetailType: 'com.linkedin.common.error.BadRequest',
      errorDetails: {
        inputErrors: [{ code, description, input: { inputPath: { fieldPath: field } } }],
      },
    }),
  )
}

/** 400 for what is no Rest.li: a query, a path key or a header. */
export function illegalArgument(message: string): Refusal {
  return new Refusal(problem(400, message, { code: 'ILLEGAL_ARGUMENT' }))
}

/** 403: the scope or the product is missing. `resource` is `partnerApiPostsExternal.CREATE`. */
export function notPermitted(resource: string, version: string): Refusal {
  return accessDenied(`Not enough permissions to access: ${resource}.${version}01`)
}

/** 403 in other words. */
export function accessDenied(message: string): Refusal {
  return new Refusal(problem(403, message, { code: 'ACCESS_DENIED', serviceErrorCode: 100 }))
}

/** 403 for fields of a body or query that this app may not use. */
export function unpermittedFields(place: 'REQUEST_BODY' | 'PARAMETER', field: string): Refusal {
  return accessDenied(
    `Unpermitted fields present in ${place}: Data Processing Exception while processing fields [/${field}]`,
  )
}

/** 404. */
export function notFound(message = 'Could not find entity'): Refusal {
  return new Refusal(problem(404, message, { code: 'NOT_FOUND' }))
}

/** 429 of a daily limit; nothing tells until when. */
export function tooManyRequests(): EmulatorResponse {
  return problem(429, 'Resource level throttle limit for calls to this resource is reached.', {
    code: 'TOO_MANY_REQUESTS',
  })
}

/** What is wrong with a token (linkedin.md 4). */
export type TokenFault = 'empty' | 'invalid' | 'revoked' | 'expired'

const tokenProblems = {
  empty: problem(401, 'Empty oauth2 access token', { code: 'EMPTY_ACCESS_TOKEN' }),
  invalid: problem(401, 'Invalid access token', {
    code: 'INVALID_ACCESS_TOKEN',
    serviceErrorCode: 65_600,
  }),
  revoked: problem(401, 'The token used in the request has been revoked by the user', {
    code: 'REVOKED_ACCESS_TOKEN',
    serviceErrorCode: 65_601,
  }),
  expired: problem(401, 'The token used in the request has expired', {
    code: 'EXPIRED_ACCESS_TOKEN',
    serviceErrorCode: 65_602,
  }),
} as const satisfies Record<TokenFault, EmulatorResponse>

/** 401. */
export function unauthorized(fault: TokenFault): EmulatorResponse {
  return tokenProblems[fault]
}

/** The OAuth endpoints' own shape. */
export function oauthError(status: number, error: string, description: string): Refusal {
  return new Refusal({ status, json: { error, error_description: description } })
}

/** What stands in front of the API answers with a page instead of JSON. */
export function gatewayPage(): EmulatorResponse {
  return {
    status: 503,
    html: '<!DOCTYPE html><html><head><title>LinkedIn</title></head><body><h1>Service Unavailable</h1><p>An error occurred while processing your request.</p></body></html>',
  }
}
