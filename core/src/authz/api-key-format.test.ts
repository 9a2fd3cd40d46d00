import { test } from 'tap'
import { hashApiKey, hintOf, isWholeApiKey, looksLikeApiKey, makeApiKey } from './api-key-format.ts'
import { hideSecrets } from '../redact.ts'

test('a key has the form that scanners for leaked secrets know, and 256 random bits', (t) => {
  const keys = Array.from({ length: 200 }, makeApiKey)
  for (const key of keys) {
    t.match(key, /^t21_live_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/)
    t.ok(isWholeApiKey(key))
    t.ok(looksLikeApiKey(key))
  }
  t.equal(new Set(keys).size, 200)
  t.equal(new Set(keys.map((key) => hashApiKey(key).toString('hex'))).size, 200)
  t.end()
})

test('the checksum is CRC32 in base62 over all that stands before it', (t) => {
  // Computed with Python: zlib.crc32(b't21_live_' + b'0' * 43) = 1058234690.
  const body = `t21_live_${'0'.repeat(43)}`
  t.ok(isWholeApiKey(`${body}_19cFBS`))
  t.end()
})

test('no key with one character changed, left out or added is whole', (t) => {
  const key = makeApiKey()
  for (const [index, was] of key.split('').entries()) {
    for (const is of ['0', 'a', 'Z', '_', '-', ' ', 'é', '']) {
      if (is === was) continue
      const changed = `${key.slice(0, index)}${is}${key.slice(index + 1)}`
      t.notOk(isWholeApiKey(changed), `${index}: ${is}`)
    }
  }
  for (const other of ['', 't21_live_', `${key}0`, `${key}\n`, ` ${key}`, key.toLowerCase()]) {
    t.notOk(isWholeApiKey(other))
  }
  t.end()
})

test('what is shown of a key is not enough to be one, and no log shows more', (t) => {
  const key = makeApiKey()
  const { prefix, lastFour } = hintOf(key)
  t.equal(prefix, key.slice(0, 13))
  t.equal(lastFour, key.slice(-4))
  for (const line of [key, `"x":"${key}"`, `Bearer ${key}`, `GET /v1/posts?k=${key}`, `(${key})`]) {
    t.notMatch(hideSecrets(line), key.slice(9, 52))
    t.match(hideSecrets(line), '[hidden]')
  }
  t.end()
})
