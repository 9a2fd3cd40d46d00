import { t as file, test } from 'tap'
import { testContext } from '../../../../test/support/app.ts'
import {
  buildStaff,
  staffAccess,
  staffClient,
  staffPasswords,
} from '../../../../test/support/staff.ts'
import { totpOf } from '../../../../test/support/totp.ts'
import {
  changeStaffRole,
  createStaffMember,
  removeStaffMember,
  resetStaffAccess,
} from './staff-members.service.ts'

const { context, database } = await testContext(file)
const access = staffAccess(context)
const passwords = staffPasswords(context)
const own = 'a-Password of my own 7'
// There is always one who cannot be the last.
const root = await buildStaff(context, 'ADMIN')

test('the first login sets up an authenticator and a password of one’s own, and gives recovery codes', async (t) => {
  const input = { email: 'ada@example.com', name: 'Ada', role: 'SUPPORT' } as const
  const { password } = await createStaffMember(context, passwords, input)
  const { token, next } = await access.admit({ email: 'ADA@example.com', password }, staffClient)
  t.equal(next, 'enrol')
  t.equal(
    await access.authenticate(token, staffClient, 'r'),
    null,
    'the password alone opens nothing',
  )

  const { secret, uri, choosesPassword } = await access.beginEnrolment(token)
  t.match(uri, /^otpauth:\/\/totp\/T21/)
  t.equal(choosesPassword, true)
  const code = totpOf(secret)
  await t.rejects(access.confirm(token, { code }, staffClient), { code: 'VALIDATION_ERROR' })
  await t.rejects(access.confirm(token, { code, newPassword: 'password1' }, staffClient), {
    code: 'VALIDATION_ERROR',
  })
  await t.rejects(access.confirm(token, { code, newPassword: password }, staffClient), {
    code: 'VALIDATION_ERROR',
  })
  const confirmed = await access.confirm(token, { code, newPassword: own }, staffClient)
  t.equal(confirmed.recoveryCodes?.length, 10)
  t.not(confirmed.token, token, 'another secret: nobody goes on with the one from before')
  t.match(await access.authenticate(confirmed.token, staffClient, 'r'), { role: 'SUPPORT' })
  t.equal(await access.authenticate(token, staffClient, 'r'), null)
  await t.rejects(access.beginEnrolment(token), { code: 'UNAUTHORIZED' })
  await t.rejects(access.admit({ email: input.email, password }, staffClient), {
    code: 'INVALID_CREDENTIALS',
  })
})

test('who has an authenticator cannot be enrolled again with the password alone', async (t) => {
  const ada = await buildStaff(context, 'SUPPORT')
  const { token, next } = await access.admit(ada, staffClient)
  t.equal(next, 'code')
  await t.rejects(access.beginEnrolment(token), { code: 'UNAUTHORIZED' })
})

test('a code counts once, an old one not at all, and a recovery code once', async (t) => {
  const ada = await buildStaff(context, 'SUPPORT')
  const attempt = async (code: string) => {
    const { token } = await access.admit(ada, staffClient)
    return access.confirm(token, { code }, staffClient)
  }
  await t.rejects(attempt(ada.usedCode), { code: 'SECOND_FACTOR_WRONG' }, 'used to enrol')
  await t.rejects(attempt(ada.code(-3)), { code: 'SECOND_FACTOR_WRONG' })
  const fresh = ada.code(1)
  t.equal((await attempt(fresh)).recoveryCodes, null)
  await t.rejects(attempt(fresh), { code: 'SECOND_FACTOR_WRONG' })
  const [recovery = ''] = ada.recoveryCodes
  await attempt(recovery.toUpperCase())
  await t.rejects(attempt(recovery), { code: 'SECOND_FACTOR_WRONG' })
})

test('of many uses of one code at once, one opens a session', async (t) => {
  const ada = await buildStaff(context, 'SUPPORT')
  const admitted = await Promise.all([1, 2, 3, 4].map(() => access.admit(ada, staffClient)))
  const code = ada.code(1)
  const outcomes = await Promise.allSettled(
    admitted.map(({ token }) => access.confirm(token, { code }, staffClient)),
  )
  t.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('a pending login ends after five wrong codes; guesses are counted per account and per address', async (t) => {
  const ada = await buildStaff(context, 'SUPPORT')
  const { token } = await access.admit(ada, staffClient)
  for (let turn = 0; turn < 5; turn += 1) {
    await t.rejects(access.confirm(token, { code: '000000' }, staffClient), {
      code: 'SECOND_FACTOR_WRONG',
    })
  }
  await t.rejects(access.confirm(token, { code: ada.code(1) }, staffClient), {
    code: 'UNAUTHORIZED',
  })

  const elsewhere = { ...staffClient, network: '198.51.100.1' }
  const wrong = { email: ada.email, password: 'wrong' }
  for (let turn = 0; turn < 10; turn += 1) {
    await t.rejects(access.admit(wrong, elsewhere), { code: 'INVALID_CREDENTIALS' })
  }
  await t.rejects(access.admit(ada, elsewhere), { code: 'RATE_LIMIT_EXCEEDED' })
  const far = { ...staffClient, network: '198.51.100.2' }
  const errors: string[] = []
  for (let turn = 0; turn < 31; turn += 1) {
    const guess = { email: `nobody-${turn}@example.com`, password: 'wrong' }
    await access.admit(guess, far).catch(({ code }: { code: string }) => errors.push(code))
  }
  t.equal(errors.filter((code) => code === 'INVALID_CREDENTIALS').length, 30)
  t.equal(errors.at(-1), 'RATE_LIMIT_EXCEEDED', 'whomever they are for')
  const office = { ...staffClient, network: '198.51.100.3' }
  for (let turn = 0; turn < 31; turn += 1) await access.admit(root, office)
  t.pass('an office of many, behind one address, gets in')
})

test('a session ends when it was idle for 30 minutes, after 12 hours, and at logout', async (t) => {
  const age = (id: string, column: string, by: string) =>
    database.system.raw(
      `update staff_sessions set ${column} = ${column} - interval '${by}' where staff_id = ? and stage = 'complete'`,
      [id],
    )
  const [idle, old, out, fresh] = await Promise.all(
    Array.from({ length: 4 }, () => buildStaff(context, 'SUPPORT')),
  )
  const alive = async (one = fresh) =>
    (await access.authenticate(one?.token ?? '', staffClient, 'r')) !== null
  await age(idle?.id ?? '', 'last_used_at', '29 minutes')
  t.equal(await alive(idle), true, 'and counts from now on again')
  await age(idle?.id ?? '', 'last_used_at', '31 minutes')
  t.equal(await alive(idle), false)
  await age(old?.id ?? '', 'expires_at', '12 hours 1 second')
  t.equal(await alive(old), false)
  const staff = await access.authenticate(out?.token ?? '', staffClient, 'r')
  if (staff !== null) await access.logOut(staff)
  t.equal(await alive(out), false)
  t.equal(await alive(fresh), true)
})

test('who is removed, or becomes something else, has no session any more', async (t) => {
  const [ada, bob] = [await buildStaff(context, 'ADMIN'), await buildStaff(context, 'ADMIN')]
  await changeStaffRole(context, ada.id, 'AUDITOR')
  t.equal(await access.authenticate(ada.token, staffClient, 'r'), null)
  await removeStaffMember(context, bob.id)
  t.equal(await access.authenticate(bob.token, staffClient, 'r'), null)
  await t.rejects(access.admit(bob, staffClient), { code: 'INVALID_CREDENTIALS' })
  await t.rejects(removeStaffMember(context, bob.id), { code: 'NOT_FOUND' })
})

test('one ADMIN is always left, also of two who remove each other at once', async (t) => {
  const other = await buildStaff(context, 'ADMIN')
  const outcomes = await Promise.allSettled([
    removeStaffMember(context, root.id),
    removeStaffMember(context, other.id),
  ])
  t.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  t.match(
    outcomes.find(({ status }) => status === 'rejected'),
    { reason: { code: 'CONFLICT' } },
  )
})

test('who lost everything begins anew, and the old password and codes are worth nothing', async (t) => {
  const ada = await buildStaff(context, 'BILLING')
  const password = await resetStaffAccess(context, passwords, ada.id)
  t.equal(await access.authenticate(ada.token, staffClient, 'r'), null)
  await t.rejects(access.admit(ada, staffClient), { code: 'INVALID_CREDENTIALS' })
  t.match(await access.admit({ email: ada.email, password }, staffClient), { next: 'enrol' })
})

test('a dangerous step takes a code of its own; a password is changed by who knows it', async (t) => {
  const ada = await buildStaff(context, 'SUPPORT')
  const staff = await access.authenticate(ada.token, staffClient, 'r')
  if (staff === null) return t.fail('no session')
  await t.rejects(access.requireCode(staff, '000000'), { code: 'SECOND_FACTOR_WRONG' })
  const fresh = ada.code(1)
  await access.requireCode(staff, fresh)
  await t.rejects(access.requireCode(staff, fresh), { code: 'SECOND_FACTOR_WRONG' })
  const newPassword = 'another Password of mine 8'
  await t.rejects(access.changePassword(staff, { password: 'wrong', newPassword }), {
    code: 'WRONG_PASSWORD',
  })
  await access.changePassword(staff, { password: ada.password, newPassword })
  t.ok(await access.authenticate(ada.token, staffClient, 'r'), 'this session goes on')
  await t.rejects(access.admit(ada, staffClient), { code: 'INVALID_CREDENTIALS' })
})

test('names and addresses that a page could trip over are refused', async (t) => {
  const good = { email: 'x@example.com', name: 'X', role: 'SUPPORT' } as const
  for (const bad of [{ name: '</script>' }, { name: '' }, { email: 'nobody' }]) {
    await t.rejects(createStaffMember(context, passwords, { ...good, ...bad }), {
      code: 'VALIDATION_ERROR',
    })
  }
  await createStaffMember(context, passwords, good)
  await t.rejects(createStaffMember(context, passwords, { ...good, email: 'X@example.com' }), {
    code: 'CONFLICT',
  })
})
