import { t as file, test } from 'tap'
import { loginAs } from '../../../test/support/app.ts'
import { bulkPath, doToMany } from '../../../test/support/console-bulk.ts'
import { consoleUser, testConsole } from '../../../test/support/console.ts'
import { buildTenant, type BuiltTenant } from '../../../test/support/factories.ts'

const console = await testConsole(file)
const { app, database } = console
const { system } = database

test('webhooks that did not arrive are sent again, but not to where nobody listens', async (t) => {
  const ids: string[] = []
  for (const enabled of [true, false, true]) {
    const { organization } = await buildTenant(database)
    const of = { organization_id: organization.id }
    const [endpoint] = await system('webhook_endpoints')
      .insert({ ...of, url: 'https://hooks.example.com', signing_secret: 'v1.secret', enabled })
      .returning('id')
    const [message] = await system('webhook_deliveries')
      .insert({
        ...of,
        webhook_endpoint_id: endpoint.id,
        type: 'post.published',
        data: '{}',
        state: 'failed',
        next_at: null,
      })
      .returning('id')
    ids.push(message.id)
  }
  const support = await consoleUser(console, 'SUPPORT')
  const { body } = await doToMany(support, bulkPath('webhook-deliveries', 'redeliver-many', ids))
  t.equal(body.message, '2 done, 1 not.')
  const rows = await system('webhook_deliveries').whereIn('id', ids).orderBy('id')
  t.match(
    rows.map(({ state }) => state),
    ['waiting', 'failed', 'waiting'],
  )
})

test('mails go out again with the limit that each address has, and BILLING may do that too', async (t) => {
  const [mine, other] = [await buildTenant(database), await buildTenant(database)]
  await system('users').where({ id: mine.user.id }).update({ email_verified_at: null })
  const rows = await system('mail_messages')
    .insert(
      [
        ...Array.from({ length: 4 }, () => [mine.user.email, 'verify-email']),
        [other.user.email, 'verify-email'],
        [other.user.email, 'password-changed'],
        [other.user.email, 'reset-password'],
      ].map(([recipient, template]) => ({
        recipient,
        template,
        subject: '',
        body_text: '',
        state: 'sent',
        next_at: null,
      })),
    )
    .returning('id')
  const billing = await consoleUser(console, 'BILLING')
  const ids = rows.map(({ id }) => id)
  const { body } = await doToMany(billing, bulkPath('mail', 'send-again-many', ids))
  t.equal(body.message, '4 done, 3 not.')
  t.match(
    body.results.map(({ message }) => message),
    [
      /on its way/,
      /on its way/,
      /on its way/,
      /three of these within the hour/,
      /nothing left to do by it/,
      /it would say that it happened now/,
      /on its way/,
    ],
  )
})

test('sessions of many end with one code, and of nobody else', async (t) => {
  const tenants = [await buildTenant(database), await buildTenant(database)]
  const other = await buildTenant(database)
  const me = async (login: Awaited<ReturnType<typeof loginAs>>) =>
    (await app.inject({ url: '/v1/users/me', headers: login.auth })).statusCode
  const logins = [await loginAs(app, (tenants[0] as BuiltTenant).user)]
  logins.push(await loginAs(app, (tenants[1] as BuiltTenant).user))
  const stranger = await loginAs(app, other.user)
  for (const login of [...logins, stranger]) t.equal(await me(login), 200)
  const support = await consoleUser(console, 'SUPPORT')
  const path = bulkPath(
    'users',
    'end-sessions-many',
    tenants.map(({ user }) => user.id),
  )
  t.equal((await doToMany(support, path)).status, 422)
  for (const login of logins) t.equal(await me(login), 200)
  const { body } = await doToMany(support, path, { code: support.code(1) })
  t.equal(body.message, 'All 2 done.')
  t.match(body.results, [{ title: tenants[0]?.user.email, message: '1 sessions ended.' }, {}])
  for (const login of logins) t.equal(await me(login), 401)
  t.equal(await me(stranger), 200)
})
