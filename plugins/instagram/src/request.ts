import {
  concernsAll,
  graphRequest,
  readBatch,
  readList,
  type BatchRead,
  type GraphList,
  type GraphRequest,
} from '@t21/meta-graph'
import type { ConnectorCall, ConnectorHttp, ConnectorResponse } from '@t21/plugin-kit'
import { isSuccess } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { originOf } from './api.ts'
import { callFailure } from './errors.ts'
import { factsOf, type Login } from './facts.ts'
import { appOf, type Settings } from './settings.ts'

/** An id as Meta writes it; a small one may come as a number. */
export const Id = Type.Union([Type.String({ minLength: 1 }), Type.Integer()])

const maxPages = 4

/** The answer of an edge that creates something. */
export const CreatedAnswer = Type.Object({ id: Id })

/** Sends one request on behalf of an account, to the host of its set-up. */
export function ask(
  call: ConnectorCall<Settings>,
  request: Omit<GraphRequest, 'origin' | 'token'>,
): Promise<ConnectorResponse> {
  return askAs(call, factsOf(call.account.facts).login, { ...request, token: call.accessToken })
}

/** Sends one request in a set-up, where no account is known yet. */
export function askAs(
  call: { readonly http: ConnectorHttp; readonly settings: Settings },
  login: Login,
  request: Omit<GraphRequest, 'origin'>,
): Promise<ConnectorResponse> {
  const { http, settings } = call
  return graphRequest(
    { http, settings: appOf(settings, login) },
    { ...request, origin: originOf(login) },
  )
}

/**
 * Reads many things of the account: in batches by Facebook Login, one by one by Instagram Login, for whose host a batch is
 * unconfirmed. An answer for each reading, in its order; `null` where Instagram gave none.
 *
 * @throws ConnectorFailure where a batch as a whole is not answered
 */
export async function askMany(
  call: ConnectorCall<Settings>,
  doing: string,
  reads: readonly BatchRead[],
): Promise<readonly (ConnectorResponse | null)[]> {
  const { login } = factsOf(call.account.facts)
  if (login === 'facebook') {
    const { http, accessToken } = call
    const graph = { http, settings: appOf(call.settings, login) }
    return readBatch(graph, accessToken, reads, (response) =>
      callFailure(response, doing, call.now),
    )
  }
  const found: ConnectorResponse[] = []
  for (const read of reads) {
    const response = await ask(call, { ...read, method: 'GET' })
    found.push(response)
    // To ask on would prolong a limit.
    if (!isSuccess(response) && concernsAll(callFailure(response, doing, call.now))) break
  }
  return found
}

/** At most 4 pages of a list of the account; `doing` says what is read. */
export function askList(
  call: ConnectorCall<Settings>,
  doing: string,
  request: Pick<GraphRequest, 'path' | 'query'>,
): Promise<GraphList> {
  const { login } = factsOf(call.account.facts)
  return readList(
    { http: call.http, settings: appOf(call.settings, login) },
    { ...request, method: 'GET', origin: originOf(login), token: call.accessToken },
    (response) => callFailure(response, doing, call.now),
    maxPages,
  )
}

/** An id as a step of a path. */
export function segment(id: string): string {
  return encodeURIComponent(id)
}

/** The path of something below the account: `17841…/media`. */
export function ownPath(call: ConnectorCall<Settings>, edge: string): string {
  return `${segment(call.account.platformUserId)}/${edge}`
}
