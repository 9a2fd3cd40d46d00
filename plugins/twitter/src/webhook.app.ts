import type { ConnectorCall, ConnectorFailure, ConnectorResponse } from '@t21/plugin-kit'
import { failures, isSuccess, networkWords, read } from '@t21/plugin-kit'
import { appTokenUrl } from './api.ts'
import { callFailure, readProblem } from './errors.ts'
import type { Settings } from './settings.ts'
import { AppTokenAnswer } from './webhook.schemas.ts'

/** A question of the app for itself, with its own token: twitter.md 1.3. */
export interface AppCall {
  /**
   * @param more.doing what is tried, for a failure
   * @param more.taken a refusal that is as good as a success
   * @throws ConnectorFailure which never blames the account: its grant has no part in it
   */
  ask(
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    more: {
      readonly json?: unknown
      readonly doing: string
      readonly taken?: (response: ConnectorResponse) => boolean
    },
  ): Promise<ConnectorResponse>
}

/** Calls in the app's own name, or `null` where the operator gave no API key. */
export async function appCall(call: ConnectorCall<Settings>): Promise<AppCall | null> {
  const { consumerKey, consumerSecret } = call.settings
  if (consumerKey === undefined || consumerSecret === undefined) return null
  const answer = await call.http.request({
    method: 'POST',
    url: appTokenUrl,
    auth: { basic: { username: consumerKey, password: consumerSecret } },
    form: { grant_type: 'client_credentials' },
  })
  if (!isSuccess(answer)) throw appFailure(answer, "the login of the operator's app")
  const token = read(AppTokenAnswer, answer.json)?.access_token
  if (token === undefined) throw withoutMeaning("the login of the operator's app")
  return {
    async ask(method, url, { json, doing, taken }) {
      const response = await call.http.request({
        method,
        url,
        auth: { bearer: token },
        ...(json !== undefined && { json }),
      })
      if (isSuccess(response) || taken?.(response)) return response
      throw appFailure(response, doing)
    },
  }
}

/** X answered 2xx, and yet not what was asked for. */
export function withoutMeaning(doing: string): ConnectorFailure {
  return failures.transient({
    message: `X answered with something that T21 does not understand at ${doing}.`,
    remedy: 'Nothing: it is tried again.',
  })
}

// Whatever is refused here is the operator's matter; an account that is told to connect again could mend nothing.
function appFailure(response: ConnectorResponse, doing: string): ConnectorFailure {
  const failure = callFailure(response, doing)
  const isOperators = [400, 401, 403].includes(response.status)
  if (!isOperators || failure.kind === 'rate_limited' || failure.kind === 'quota') return failure
  return failures.appConfig({
    message: `X refuses ${doing}.`,
    remedy:
      'The operator checks TWITTER_CONSUMER_KEY and TWITTER_CONSUMER_SECRET, and that X can reach T21 by https without a port; publishing is not touched by it.',
    ...networkWords(readProblem(response)),
  })
}
