import { test } from 'tap'
import { makeTokenReader, signAccessToken } from './access-token.ts'

const secret = 'a-secret-of-at-least-32-characters'
const ids = [
  '0190f5f0-0000-7000-8000-000000000001',
  '0190f5f0-0000-7000-8000-000000000002',
] as const

test('two people whose tokens are read in turn are never taken for each other', async (t) => {
  const read = makeTokenReader(secret)
  const tokens = await Promise.all(
    ids.map((id) => signAccessToken(secret, { userId: id, sessionId: id }, 60)),
  )
  for (let turn = 0; turn < 10_000; turn += 1) {
    const { userId } = await read(tokens[turn % 2] ?? '')
    if (userId !== ids[turn % 2]) t.fail(`turn ${turn}`)
  }
  t.pass('10,000 turns')
})

test('a remembered token ends when it expires, and a changed one was never good', async (t) => {
  const read = makeTokenReader(secret)
  // Tokens end at whole seconds: one for a single second may be at its end already.
  const token = await signAccessToken(secret, { userId: ids[0], sessionId: ids[1] }, 2)
  t.match(await read(token), { userId: ids[0], sessionId: ids[1] })
  await t.rejects(read(`${token}x`), { code: 'UNAUTHORIZED' })
  await new Promise((resolve) => setTimeout(resolve, 2_100))
  await t.rejects(read(token), { code: 'UNAUTHORIZED' })
})

test('more tokens than are remembered are read all the same', async (t) => {
  const read = makeTokenReader(secret, 1)
  for (const id of [...ids, ...ids]) {
    const token = await signAccessToken(secret, { userId: id, sessionId: id }, 60)
    t.equal((await read(token)).userId, id)
  }
})
