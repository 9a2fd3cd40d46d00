import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'tap'
import { keyRing } from './key-ring.ts'
import { decryptToken, encryptToken, UnreadableToken, type SealedPlace } from './sealed-box.ts'

const ring = keyRing(`old:${'1'.repeat(64)}`)

function place(): SealedPlace {
  return {
    table: 'social_accounts',
    column: 'access_token',
    rowId: randomUUID(),
    organizationId: randomUUID(),
  }
}

function refusal(sealed: string, at: SealedPlace, by = ring): UnreadableToken | null {
  try {
    decryptToken(by, sealed, at)
    return null
  } catch (error) {
    if (error instanceof UnreadableToken) return error
    throw error
  }
}

test('a sealed token opens in its place, and tells nothing of itself', (t) => {
  const here = place()
  for (const token of ['', 'a', 'émoji 🙂', 'x'.repeat(10_000)]) {
    const sealed = encryptToken(ring, token, here)
    t.equal(decryptToken(ring, sealed, here), token)
    t.match(sealed, /^v1\.old\.[\w-]{16}\.[\w-]+$/)
    if (token.length > 3) t.notOk(sealed.includes(token))
  }
  t.end()
})

test('every changed character is refused with the same error', (t) => {
  const messages = new Set<string>()
  let opened = 0
  for (let round = 0; round < 20; round += 1) {
    const here = place()
    const sealed = encryptToken(ring, randomBytes(40 + round).toString('base64url'), here)
    for (let index = 0; index < sealed.length; index += 1) {
      for (const bit of [1, 2, 4]) {
        const changed = String.fromCharCode(sealed.charCodeAt(index) ^ bit)
        const error = refusal(sealed.slice(0, index) + changed + sealed.slice(index + 1), here)
        if (error === null) opened += 1
        else if (error.reason === 'refused') messages.add(`${error.name}: ${error.message}`)
      }
    }
  }
  t.equal(opened, 0)
  t.equal(messages.size, 1, 'one error shape')
  t.end()
})

test('a token that is cut short, lengthened, or no token at all is refused', (t) => {
  const here = place()
  const sealed = encryptToken(ring, 'a token', here)
  for (let length = 0; length < sealed.length; length += 1) {
    t.ok(refusal(sealed.slice(0, length), here))
  }
  for (const other of [`${sealed}A`, `${sealed}=`, `${sealed}.x`, `${sealed}\n`, 'plain text']) {
    t.ok(refusal(other, here), other)
  }
  t.end()
})

test('a token copied to another row, column, table or tenant is refused', (t) => {
  for (let round = 0; round < 100; round += 1) {
    const here = place()
    const sealed = encryptToken(ring, `token ${round}`, here)
    const elsewhere = [
      { ...here, rowId: randomUUID() },
      { ...here, column: 'refresh_token' },
      { ...here, table: 'account_connections' },
      { ...here, organizationId: randomUUID() },
    ] as readonly SealedPlace[]
    if (!elsewhere.every((other) => refusal(sealed, other)?.reason === 'refused')) t.fail('opened')
  }
  t.pass('400 swaps refused')
  t.end()
})

test('a new key writes, the old one still reads, and one that is gone is named as such', (t) => {
  const here = place()
  const sealed = encryptToken(ring, 'before', here)
  const rotated = keyRing(`new:${'2'.repeat(64)},old:${'1'.repeat(64)}`)

  t.equal(decryptToken(rotated, sealed, here), 'before')
  t.match(encryptToken(rotated, 'after', here), /^v1\.new\./)
  t.equal(refusal(sealed, here, keyRing(`new:${'2'.repeat(64)}`))?.reason, 'unknown_key')
  t.equal(
    refusal(sealed, here, keyRing(`old:${'3'.repeat(64)}`))?.reason,
    'refused',
    'another key under the same id does not open it',
  )
  t.equal(
    refusal(sealed.replace('.old.', '.new.'), here, rotated)?.reason,
    'refused',
    'the key id is authenticated, too',
  )
  t.end()
})

test('nonces do not repeat', (t) => {
  const here = place()
  const nonces = new Set<string | undefined>()
  for (let round = 0; round < 50_000; round += 1) {
    nonces.add(encryptToken(ring, '', here).split('.')[2])
  }
  t.equal(nonces.size, 50_000)
  t.end()
})

test('a ring that is none is refused', (t) => {
  for (const keys of ['', 'a', 'a:12', `a:${'1'.repeat(64)},a:${'2'.repeat(64)}`]) {
    t.throws(() => keyRing(keys), /ENCRYPTION_KEYS/)
  }
  t.end()
})
