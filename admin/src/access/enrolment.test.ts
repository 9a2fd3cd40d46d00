import { t as file, test } from 'tap'
import { createStaffMember } from '../../../core/src/features/staff/staff-members.service.ts'
import { consoleOrigin, cookieOf, testConsole } from '../../../test/support/console.ts'
import { staffAccess, staffClient, staffPasswords } from '../../../test/support/staff.ts'
import { totpOf } from '../../../test/support/totp.ts'

const console = await testConsole(file)
const { app, context, database } = console
const access = staffAccess(context)
let made = 0

/** Somebody new, with a way to log in by password. */
async function newcomer() {
  const email = `new-${(made += 1)}@example.com`
  const input = { email, name: 'New', role: 'SUPPORT' } as const
  const { id, password } = await createStaffMember(context, staffPasswords(context), input)
  const login = async () => (await access.admit({ email, password }, staffClient)).token
  return { id, login }
}

const look = (token: string) =>
  app.inject({ url: '/admin/login/enrolment', headers: cookieOf(token) })

const send = (token: string, form: Readonly<Record<string, string>>) =>
  app.inject({
    method: 'POST',
    url: '/admin/login/enrolment',
    headers: { ...cookieOf(token), 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })

/** What a page shows to be scanned and to be typed. */
const shown = ({ body }: { readonly body: string }) =>
  [/<svg[\s\S]*<\/svg>/, /<code>\w+<\/code>/].map((part) => part.exec(body)?.[0] ?? 'nothing')

const secretOf = ({ body }: { readonly body: string }) =>
  /<code>(\w+)<\/code>/.exec(body)?.[1] ?? ''

async function everything(): Promise<string> {
  const tables = ['staff_members', 'staff_authenticators', 'staff_sessions', 'staff_audit']
  const rows = tables.map((table) => database.system(table).orderBy('id'))
  return JSON.stringify(await Promise.all(rows))
}

test('a page that is loaded again shows the same code, changes nothing, and what was scanned first counts', async (t) => {
  const [mine, other] = [await newcomer(), await newcomer()]
  const token = await mine.login()
  const others = await look(await other.login())
  const before = await everything()
  const first = await look(token)
  for (let turn = 0; turn < 3; turn += 1) t.same(shown(await look(token)), shown(first))
  t.equal(await everything(), before, 'no GET writes')
  t.notSame(shown(others), shown(first), 'everybody has one of their own')
  const stored = await database.system('staff_authenticators').where({ staff_id: mine.id }).first()
  t.notMatch(stored.secret, secretOf(first), 'stored encrypted')

  const wrong = await send(token, { code: '000000', newPassword: 'a-Password of my own 7' })
  t.equal(wrong.statusCode, 403)
  t.same(shown(wrong), shown(first), 'also after a code that was wrong')
  const forged = await send(token, { code: '000000', secret: 'FORGED', uri: 'otpauth://forged' })
  t.notMatch(forged.body, /FORGED|forged/, 'what is sent along is not shown')
  const code = totpOf(secretOf(first))
  const done = await send(token, { code, newPassword: 'a-Password of my own 7' })
  t.equal(done.statusCode, 200)
  t.match(await look(token), { statusCode: 303, headers: { location: '/admin/login' } })
})

test('it ends with the time of the login, and the next login has another one', async (t) => {
  const mine = await newcomer()
  const token = await mine.login()
  const first = await look(token)
  await database.system.raw(
    `update staff_sessions set expires_at = clock_timestamp() - interval '1 second' where staff_id = ?`,
    [mine.id],
  )
  t.match(await look(token), { statusCode: 303, headers: { location: '/admin/login' } })
  const next = await look(await mine.login())
  t.equal(next.statusCode, 200)
  t.notSame(shown(next), shown(first))
})

test('who began a login before with the password that went around does not see what another one enrols with', async (t) => {
  const mine = await newcomer()
  const tokens = [await mine.login(), ...(await Promise.all([mine.login(), mine.login()]))]
  const pages = await Promise.all(tokens.map(look))
  t.equal(pages.filter(({ statusCode }) => statusCode === 200).length, 1, 'one of them goes on')
  t.equal(pages[0]?.statusCode, 303)
})

test('without a login there is nothing to enrol', async (t) => {
  const headers = { origin: consoleOrigin }
  t.equal((await app.inject({ url: '/admin/login/enrolment', headers })).statusCode, 303)
  t.equal((await look('nonsense')).statusCode, 303)
})
