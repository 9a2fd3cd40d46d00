import { errors, jwtVerify, SignJWT } from 'jose'
import { ApiError } from '../errors.ts'

const issuer = 't21'
const audience = 't21-api'
const type = 'at+jwt'

/** What an access token says. Rights are not in it: they are looked up, so that they can be taken back. */
export interface AccessTokenClaims {
  readonly userId: string
  readonly sessionId: string
}

/** @returns a signed token that lives for so many seconds */
export async function signAccessToken(
  secret: string,
  claims: AccessTokenClaims,
  seconds: number,
): Promise<string> {
  return new SignJWT({ sid: claims.sessionId })
    .setProtectedHeader({ alg: 'HS256', typ: type })
    .setSubject(claims.userId)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${Math.ceil(seconds)}s`)
    .sign(keyOf(secret))
}

/**
 * Reads tokens and remembers, until they expire, what the good ones said: checking a signature costs more than
 * everything else that is done for an ordinary request. The key is the whole token, so that nobody is taken for
 * somebody else.
 */
export function makeTokenReader(
  secret: string,
  remembered = 10_000,
): (token: string) => Promise<AccessTokenClaims> {
  const known = new Map<string, AccessTokenClaims & { readonly expiresAt: number }>()
  return async (token) => {
    const claims = known.get(token)
    if (claims !== undefined && claims.expiresAt > Date.now()) return claims
    known.delete(token)
    const read = await verifyAccessToken(secret, token)
    if (known.size >= remembered) known.delete(known.keys().next().value ?? '')
    known.set(token, read)
    return read
  }
}

/**
 * Reads an access token: one algorithm, explicit type, issuer and audience (RFC 8725).
 *
 * @throws ApiError UNAUTHORIZED
 */
async function verifyAccessToken(
  secret: string,
  token: string,
): Promise<AccessTokenClaims & { readonly expiresAt: number }> {
  try {
    const { payload } = await jwtVerify(token, keyOf(secret), {
      algorithms: ['HS256'],
      typ: type,
      issuer,
      audience,
      requiredClaims: ['sub', 'sid', 'exp'],
    })
    if (!isUuid(payload.sub) || !isUuid(payload['sid'])) {
      throw new errors.JWTInvalid('sub and sid must be ids')
    }
    return {
      userId: payload.sub,
      sessionId: payload['sid'],
      expiresAt: (payload.exp ?? 0) * 1_000,
    }
  } catch (cause) {
    throw new ApiError('UNAUTHORIZED', 'Invalid or expired token', { cause })
  }
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value)
}

const keys = new Map<string, Uint8Array>()

function keyOf(secret: string): Uint8Array {
  const known = keys.get(secret)
  if (known !== undefined) return known
  const key = new TextEncoder().encode(secret)
  keys.set(secret, key)
  return key
}
