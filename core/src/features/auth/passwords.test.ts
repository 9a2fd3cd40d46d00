import { availableParallelism } from 'node:os'
import bcrypt from 'bcrypt'
import { test } from 'tap'
import { figure, sized } from '../../../../test/support/figures.ts'
import { checkPassword } from './password-policy.ts'
import { hashesAtATime, makePasswords } from './passwords.ts'

const pepper = 'a pepper of at least thirty-two characters'
const passwords = makePasswords({ pepper, cost: 4 })

/** Pairs that a careless hash takes for the same. */
const twins: readonly (readonly [string, string, string])[] = [
  ['the first 72 bytes are equal', `${'a'.repeat(72)}1`, `${'a'.repeat(72)}2`],
  ['the first 72 bytes are equal, in UTF-8', `${'é'.repeat(36)}x`, `${'é'.repeat(36)}y`],
  ['they are equal up to a NUL', 'correct\u0000horse', 'correct\u0000battery'],
  ['one ends in a NUL', 'correct horse', 'correct horse\u0000'],
  ['they look alike but are composed differently', 'caf\u00e9 au lait', 'cafe\u0301 au lait'],
  ['they differ in case', 'Correct horse', 'correct horse'],
  ['one has a space at its end', 'correct horse', 'correct horse '],
  ['one is cut after 64 characters', 'b'.repeat(64), 'b'.repeat(65)],
  ['they differ in the last of 200 characters', `${'c'.repeat(199)}x`, `${'c'.repeat(199)}y`],
  ['one is the empty text', '', '\u0000'],
]

for (const [why, one, other] of twins) {
  test(`two passwords never verify as each other when ${why}`, async (t) => {
    const [ofOne, ofOther] = await Promise.all([passwords.hash(one), passwords.hash(other)])
    t.ok(await passwords.verify(one, ofOne))
    t.ok(await passwords.verify(other, ofOther))
    t.notOk(await passwords.verify(one, ofOther))
    t.notOk(await passwords.verify(other, ofOne))
  })
}

test(
  'A1: of many pairs of passwords that look alike none verifies as the other',
  { timeout: 280_000 },
  async (t) => {
    const side = sized(24, 100)
    const alike = lookalikes().slice(0, side)
    t.equal(new Set(alike).size, side)
    const hashes: string[] = []
    for (const one of alike) hashes.push(await passwords.hash(one))
    let crossed = 0
    let pairs = 0
    for (const [row, stored] of hashes.entries()) {
      for (const [column, one] of alike.entries()) {
        const verifies = await passwords.verify(one, stored)
        if (verifies !== (row === column)) crossed += 1
        pairs += 1
      }
    }
    t.equal(pairs, side ** 2)
    t.equal(crossed, 0)
    figure('A1', { pairs, crossed })
  },
)

test('control: bcrypt alone takes passwords with the same 72 bytes for each other', async (t) => {
  const stored = await bcrypt.hash(`${'a'.repeat(72)}1`, 4)
  t.ok(await bcrypt.compare(`${'a'.repeat(72)}2`, stored))
})

test('without the pepper a stored hash verifies nothing', async (t) => {
  const stored = await passwords.hash('correct horse')
  const other = makePasswords({ pepper: `${pepper}!`, cost: 4 })
  t.notOk(await other.verify('correct horse', stored))
})

test('nobody has no password, and looking for it takes as long as a wrong one', async (t) => {
  const slower = makePasswords({ pepper, cost: 9 })
  const stored = await slower.hash('correct horse')
  const took = async (storedHash: string | null): Promise<number> => {
    // Processor time: what else the machine does meanwhile is not in it.
    const from = process.cpuUsage()
    t.equal(await slower.verify('a wrong guess', storedHash), false)
    const { user, system } = process.cpuUsage(from)
    return user + system
  }
  const known: number[] = []
  const unknown: number[] = []
  for (let round = 0; round < 9; round += 1) {
    known.push(await took(stored))
    unknown.push(await took(null))
  }
  const ratio = Math.min(...unknown) / Math.min(...known)
  t.ok(ratio > 0.7 && ratio < 1.4, `ratio ${ratio}`)
})

test('the cost is 12 unless code says otherwise, and a hash of another cost is outdated', async (t) => {
  const real = makePasswords({ pepper })
  const stored = await real.hash('correct horse')
  t.match(stored, /^\$2b\$12\$/)
  t.notOk(real.isOutdated(stored))
  t.ok(real.isOutdated(await passwords.hash('correct horse')))
})

test('at most 32 wait for a hash; who comes then is turned away at once', async (t) => {
  const busy = makePasswords({ pepper, cost: 8 })
  const outcomes = await Promise.allSettled(
    Array.from({ length: 100 }, () => busy.hash('correct horse')),
  )
  const refused = outcomes.filter(({ status }) => status === 'rejected')
  t.equal(outcomes.length - refused.length, hashesAtATime + 32, 'those at work and 32 waiting')
  t.ok(hashesAtATime === 1 || hashesAtATime < availableParallelism(), 'a core stays free')
  t.match(refused[0], {
    reason: { code: 'SERVICE_UNAVAILABLE', headers: { 'retry-after': /^\d+$/ } },
  })
  t.match(await busy.hash('correct horse'), /^\$2b\$/, 'and afterwards there is room again')
})

test('the most common passwords and one’s own address are refused; long phrases are not', async (t) => {
  const email = 'ada.lovelace@example.com'
  for (const password of [
    'password1',
    'PASSWORD1',
    '12345678',
    'qwertyuiop',
    'iloveyou1',
    'ada.lovelace',
    'Ada.Lovelace@example.com',
    'broken \ud800 text',
  ]) {
    await t.rejects(checkPassword(password, email), {
      code: 'VALIDATION_ERROR',
      details: [{ field: 'password', message: /\.$/ }],
    })
  }
  for (const password of [
    'securePass123',
    'aaaaaaab tz',
    'correct horse battery',
    'пароль-и-ещё',
  ]) {
    await t.resolves(checkPassword(password, email))
  }
})

/** Passwords that differ in as little as can be: behind byte 72, in a NUL, in an accent, in a space. */
function lookalikes(): string[] {
  const found: string[] = []
  const stems = [
    'a'.repeat(71),
    'a'.repeat(72),
    'correct horse',
    'caf\u00e9',
    'cafe\u0301',
    '\u00e9'.repeat(36),
  ]
  const ends = [
    '',
    '\u0000',
    ' ',
    'x',
    '\u0000x',
    'X',
    '\u00a0',
    'xx',
    '1',
    '\u200b',
    '\u0000\u0000',
    '\ufeff',
    'é',
    'e\u0301',
    '\t',
    '\n',
    '😀',
  ]
  for (const end of ends) for (const stem of stems) found.push(stem + end)
  return found
}
