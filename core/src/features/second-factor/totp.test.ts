import { test } from 'tap'
import { stepOfCode } from './totp.ts'

/** The secret of RFC 6238, appendix B, in base32. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test('codes are those of RFC 6238', async (t) => {
  // Its vectors have eight digits, of which an authenticator shows the last six.
  for (const [seconds, code] of [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ] as const) {
    t.equal(stepOfCode(secret, code, seconds), Math.floor(seconds / 30), code)
  }
})

test('one step early or late counts, two do not', async (t) => {
  const step = 41_152_263
  const offsets = [-2, -1, 0, 1, 2].map((steps) =>
    stepOfCode(secret, '005924', (step + steps) * 30 + 5),
  )
  t.same(offsets, [undefined, step, step, step, undefined])
})
