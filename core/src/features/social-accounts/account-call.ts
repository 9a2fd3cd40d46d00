import type { ConnectorCall, ConnectorRequest } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import type { CallHttp } from '../../plugins/connector-http.ts'
import { wordsOf } from '../../plugins/connector-http.words.ts'
import type { ReadyConnector } from '../../plugins/registry.ts'
import type { SocialAccount } from './social-account.model.ts'
import { usableToken } from './tokens.service.ts'

/** What bounds a call on behalf of an account. */
export interface AccountCallOptions {
  /** The database's clock. */
  readonly now: Date
  /** Gives the call up. */
  readonly signal?: AbortSignal
  /** `performance.now()` after which nothing may be written any more. */
  readonly deadline?: number
}

/** A way out that remembers what it heard. */
export interface ListeningHttp extends CallHttp {
  /** What the last answer said in words instead of JSON, without the token: a gateway's page, mostly. */
  readonly words: string | undefined
}

/**
 * What a verb of a connector gets, and the client that knows whether anything was written.
 *
 * @throws ConnectorFailure as `usableToken`
 */
export async function accountCall(
  context: Context,
  account: SocialAccount,
  { connector, settings }: ReadyConnector,
  { now, signal, deadline }: AccountCallOptions,
): Promise<{ call: ConnectorCall<Readonly<Record<string, unknown>>>; http: ListeningHttp }> {
  const token = await usableToken(context, account, now)
  const out = context.connectorHttp.forCall({
    connector,
    ...(signal === undefined ? {} : { signal }),
    ...(deadline === undefined ? {} : { deadline }),
  })
  const http = listening(out, token.accessToken)
  const { platformUserId, username, facts } = account
  return {
    http,
    call: {
      http,
      settings,
      accessToken: token.accessToken,
      scopes: token.scopes,
      account: { platformUserId, username, facts },
      now,
    },
  }
}

function listening(http: CallHttp, token: string): ListeningHttp {
  let words: string | undefined
  return {
    get written() {
      return http.written
    },
    get words() {
      return words
    },
    async request(request: ConnectorRequest) {
      words = undefined
      const response = await http.request(request)
      words = wordsOf(response)?.replaceAll(token, '[hidden]')
      return response
    },
  }
}
