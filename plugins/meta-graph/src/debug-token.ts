import { isSuccess, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { appToken, graphRequest, type GraphCall } from './request.ts'

const DebugAnswer = Type.Object({
  data: Type.Object({
    is_valid: Type.Boolean(),
    user_id: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
    issued_at: Type.Optional(Type.Number()),
    expires_at: Type.Optional(Type.Number()),
    scopes: Type.Optional(Type.Array(Type.String())),
  }),
})

/** What Meta says about a token. */
export interface TokenFacts {
  readonly isValid: boolean
  /** The person, whose id the deauthorize callback names. */
  readonly userId: string | undefined
  /** From its issue to its end; `undefined` where it never ends or Meta does not tell. */
  readonly lifetimeSeconds: number | undefined
  readonly scopes: readonly string[] | undefined
}

/**
 * `GET /debug_token`: facebook.md 1. The token that is asked about has to stand in the address; the app's own, which is
 * the operator's secret, does not. `null` where Meta does not answer: nothing hangs on it.
 */
export async function debugToken(call: GraphCall, token: string): Promise<TokenFacts | null> {
  const data = await ask(call, token)
  if (!data) return null
  const { is_valid: isValid, user_id, issued_at, expires_at, scopes } = data
  const ends = expires_at !== undefined && expires_at > 0 && issued_at !== undefined
  const lifetimeSeconds = ends ? expires_at - issued_at : undefined
  const userId = user_id === undefined ? undefined : String(user_id)
  return { isValid, userId, lifetimeSeconds, scopes }
}

async function ask(call: GraphCall, token: string) {
  try {
    const response = await graphRequest(call, {
      method: 'GET',
      path: 'debug_token',
      token: appToken(call.settings),
      query: { input_token: token },
    })
    return isSuccess(response) ? read(DebugAnswer, response.json)?.data : undefined
  } catch {
    return undefined
  }
}
