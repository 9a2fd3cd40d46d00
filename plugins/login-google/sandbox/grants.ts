import { randomBytes } from 'node:crypto'
import { singleUseCodes, type EmulatorContext } from '@t21/plugin-kit/sandbox'

/** What somebody agreed to. */
export interface Grant {
  readonly email: string
  readonly scopes: readonly string[]
  readonly nonce: string | null
  readonly redirectUri: string
  readonly challenge: string | null
  readonly method: string
}

const codes = singleUseCodes<Grant>('codes', 600)

/** A code for what was agreed to; it works once, within ten minutes. */
export function issueCode(context: EmulatorContext, grant: Grant): string {
  return codes.issue(context, `4/0A${randomBytes(48).toString('base64url')}`, grant)
}

/** Takes a code; `undefined` where there is none any more. */
export function takeCode(context: EmulatorContext, code: string): Grant | undefined {
  const taken = codes.take(context, code)
  return taken === undefined || taken.expired ? undefined : taken.pending
}

interface AccessToken {
  readonly email: string
  readonly scopes: readonly string[]
  readonly expiresAt: number
}

/** An access token, good for an hour. */
export function issueToken(context: EmulatorContext, { email, scopes }: Grant): string {
  const token = `ya29.${randomBytes(48).toString('base64url')}`
  const expiresAt = context.now().getTime() + 3600 * 1000
  context.store.collection<AccessToken>('tokens').set(token, { email, scopes, expiresAt })
  return token
}

/** In whose name a token speaks; `undefined` where it is none, or too old. */
export function findToken(context: EmulatorContext, token: string): AccessToken | undefined {
  const found = context.store.collection<AccessToken>('tokens').get(token)
  return found !== undefined && found.expiresAt > context.now().getTime() ? found : undefined
}
