import { randomBytes } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** The app's own bearer token: the same one at every request (twitter.md 1.3). */
export function appToken(context: EmulatorContext): string {
  const tokens = context.store.collection<string>('app_tokens')
  const known = tokens.get('token')
  if (known !== undefined) return known
  const token = `AAAAAAAAAAAAAAAAAAAAA${randomBytes(48).toString('base64url')}`
  tokens.set('token', token)
  return token
}

/** True for the app's own bearer token. */
export function isAppToken(context: EmulatorContext, token: string): boolean {
  return context.store.collection<string>('app_tokens').get('token') === token
}
