import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** How long a key signs, in milliseconds: a week. It is shown for as long before and after. */
const period = 7 * 24 * 3600 * 1000

interface StoredKey {
  readonly kid: string
  readonly jwk: JsonWebKey
}

/** What signs now. */
export function signingKey(context: EmulatorContext): {
  readonly kid: string
  readonly key: KeyObject
} {
  return opened(keyOf(context, String(periodAt(context))))
}

/** A key that Google never shows: what somebody else would sign with. */
export function strangersKey(context: EmulatorContext): ReturnType<typeof signingKey> {
  return opened(keyOf(context, 'stranger'))
}

/** The public halves of the keys of this week, the last and the next. */
export function publicKeys(context: EmulatorContext): readonly object[] {
  const now = periodAt(context)
  return [now - 1, now, now + 1].map((at) => {
    const { kid, jwk } = keyOf(context, String(at))
    return { kid, alg: 'RS256', use: 'sig', kty: jwk.kty, n: jwk.n, e: jwk.e }
  })
}

function periodAt(context: EmulatorContext): number {
  return Math.floor(context.now().getTime() / period)
}

/** Made when it is first needed, and kept. */
function keyOf(context: EmulatorContext, name: string): StoredKey {
  const keys = context.store.collection<StoredKey>('keys')
  const known = keys.get(name)
  if (known !== undefined) return known
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = privateKey.export({ format: 'jwk' })
  const made = { kid: createHash('sha256').update(String(jwk.n)).digest('hex').slice(0, 40), jwk }
  keys.set(name, made)
  return made
}

function opened({ kid, jwk }: StoredKey): ReturnType<typeof signingKey> {
  return { kid, key: createPrivateKey({ key: jwk, format: 'jwk' }) }
}
