import { createHash, sign } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { client } from './client.ts'
import type { Grant } from './grants.ts'
import { signingKey, strangersKey } from './keys.ts'
import { claimsOf, personOf } from './people.ts'

/** Who somebody is, signed by RS256 for the client; good for an hour. @param forged signed by somebody else */
export function idToken(
  context: EmulatorContext,
  { email, scopes, nonce }: Grant,
  { accessToken, forged }: { readonly accessToken: string; readonly forged: boolean },
): string {
  const { kid, key } = forged ? strangersKey(context) : signingKey(context)
  const now = Math.floor(context.now().getTime() / 1000)
  const half = createHash('sha256').update(accessToken).digest().subarray(0, 16)
  const claims = {
    iss: 'https://accounts.google.com',
    azp: client.id,
    aud: client.id,
    ...claimsOf(personOf(email), scopes),
    at_hash: half.toString('base64url'),
    ...(nonce !== null && { nonce }),
    iat: now,
    exp: now + 3600,
  }
  const signed = `${encoded({ alg: 'RS256', kid, typ: 'JWT' })}.${encoded(claims)}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`
}

function encoded(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url')
}
