import { test } from 'tap'
import { testContext } from '../../../test/support/app.ts'
import { runCommand } from '../../../test/support/command-line.ts'
import { staffAccess, staffClient } from '../../../test/support/staff.ts'
import { makeProgram } from './program.ts'

test('staff are let in, listed, changed, reset and shut out on the command line', async (t) => {
  const { context, database } = await testContext(t)
  const t21 = (...args: string[]) =>
    runCommand(t, makeProgram(), ['staff', ...args], { DATABASE_URL: database.url })
  const ada = ['--email', 'ada@example.com', '--name', 'Ada']

  t.match(await t21('create', ...ada, '--role', 'boss'), {
    code: 1,
    stderr: /"boss" is no role; use SUPPORT, BILLING, ADMIN, AUDITOR/,
  })
  const created = await t21('create', ...ada, '--role', 'admin')
  t.match(created, { code: 0, stdout: /ada@example.com is ADMIN now.*first login: \S{24}/ })
  const [, password = ''] = /login: (\S+)/.exec(created.stdout) ?? []
  // The hash is of the right pepper and form: the server takes it.
  const email = 'ada@example.com'
  t.match(await staffAccess(context).admit({ email, password }, staffClient), { next: 'enrol' })

  t.match(await t21('create', ...ada, '--role', 'SUPPORT'), { code: 1, stderr: /has this address/ })
  t.match(await t21('remove', email), { code: 1, stderr: /last ADMIN/ })
  await t21('create', '--email', 'bob@example.com', '--name', 'Bob', '--role', 'ADMIN')
  t.match(await t21('role', email, 'AUDITOR'), { code: 0, stdout: /AUDITOR now/ })
  t.match(await t21('reset', email), { code: 0, stdout: /Password for the next login/ })
  t.match(await t21('remove', email), { code: 0, stdout: /shut out/ })
  t.match(await t21('remove', email), { code: 1, stderr: /Nobody of the staff.*staff list/ })
  const { stdout } = await t21('list')
  t.match(stdout, /AUDITOR {2}ada@example.com {2}Ada {2}removed 20/)
  t.match(stdout, /ADMIN {4}bob@example.com {2}Bob\n/)
  t.notMatch(stdout, /\$2b\$/)
})
