import { randomBytes } from 'node:crypto'
import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'

/** What the Graph API says about an error (facebook.md 4). */
export interface GraphErrorBody {
  readonly message: string
  readonly type?: 'OAuthException' | 'GraphMethodException' | 'IGApiException'
  readonly code: number
  readonly subcode?: number
  readonly transient?: boolean
  readonly title?: string
  readonly userMessage?: string
  readonly data?: Readonly<Record<string, unknown>>
  /** The HTTP status where it is not 400. */
  readonly status?: number
}

/** The network says no. A route turns it into its response. */
export class GraphRefusal extends Error {
  readonly response: EmulatorResponse

  constructor(response: EmulatorResponse) {
    super(`refused with ${response.status}`)
    this.name = 'GraphRefusal'
    this.response = response
  }
}

/** The envelope of an error. */
export function graphError(body: GraphErrorBody): EmulatorResponse {
  const { type = 'OAuthException', subcode, transient, title, userMessage, data } = body
  return {
    status: body.status ?? 400,
    headers: {
      'www-authenticate': `OAuth "Facebook Platform" "invalid_request" "${forHeader(body.message)}"`,
    },
    json: {
      error: {
        message: body.message,
        type,
        code: body.code,
        ...(subcode === undefined ? {} : { error_subcode: subcode }),
        ...(transient === undefined ? {} : { is_transient: transient }),
        ...(title === undefined ? {} : { error_user_title: title }),
        ...(userMessage === undefined ? {} : { error_user_msg: userMessage }),
        ...(data === undefined ? {} : { error_data: data }),
        fbtrace_id: traceId(),
      },
    },
  }
}

/** What a client sent may be part of a message; a header takes ASCII alone. */
function forHeader(message: string): string {
  return message.replaceAll(/[^ !#-~]/g, '?')
}

/** As {@link graphError}, to throw. */
export function refusal(body: GraphErrorBody): GraphRefusal {
  return new GraphRefusal(graphError(body))
}

/** 100: a parameter is missing or wrong. */
export function invalidParameter(message: string, subcode?: number): GraphRefusal {
  return refusal({
    message: `(#100) ${message}`,
    code: 100,
    ...(subcode === undefined ? {} : { subcode }),
  })
}

/** 100/33: there is no such object, or not for this token. */
export function missingObject(id: string, method: string): GraphRefusal {
  return refusal({
    message: `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
    type: 'GraphMethodException',
    code: 100,
    subcode: 33,
  })
}

/** 200: the person did not grant the permission, or may not do this on the page. */
export function permissionError(message: string, code = 200): GraphRefusal {
  return refusal({ message: `(#${code}) ${message}`, code, status: 403 })
}

/** 2500: a path, or a version of it, that does not exist. */
export function unknownPath(path: string): EmulatorResponse {
  return graphError({ message: `Unknown path components: ${path}`, code: 2500 })
}

/** Why a token is dead, in Graph's words (facebook.md 4, "Reauth"). */
const deadTokens: Readonly<Record<number, string>> = {
  458: 'Error validating access token: The user has not authorized application.',
  459: 'Error validating access token: You cannot access the app till you log in to www.facebook.com and follow the instructions given.',
  460: 'Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
  463: 'Error validating access token: Session has expired.',
  464: 'Error validating access token: Sessions for the user are not allowed because the user is not a confirmed user.',
  467: 'Error validating access token: The access token is invalid since the user has logged out.',
  492: 'Error validating access token: The session is invalid because the user of the page access token does not have an appropriate role on the page.',
}

/** The words for a dead token of this subcode; without one, for something that never was a token. */
export function deadTokenMessage(subcode: number | undefined): string {
  return (
    (subcode === undefined ? undefined : deadTokens[subcode]) ??
    'Invalid OAuth access token - Cannot parse access token'
  )
}

/** 190: the token is worth nothing. */
export function deadToken(subcode?: number): EmulatorResponse {
  return graphError({
    message: deadTokenMessage(subcode),
    code: 190,
    ...(subcode === undefined ? {} : { subcode }),
    status: 401,
  })
}

/** An error of `rupload.facebook.com`, outside of the envelope (facebook.md 2.5). */
export function uploadError(
  status: number,
  type: string,
  message: string,
  retriable: boolean,
): EmulatorResponse {
  return { status, json: { debug_info: { retriable, type, message } } }
}

/** As in `fbtrace_id`. */
export function traceId(): string {
  return `A${randomBytes(16).toString('base64url')}`
}
