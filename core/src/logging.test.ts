import { randomBytes } from 'node:crypto'
import { test } from 'tap'
import { Type } from 'typebox'
import { registerUser, testContext } from '../../test/support/app.ts'
import { figure } from '../../test/support/figures.ts'
import { buildApp } from './app.ts'
import { ApiError } from './errors.ts'
import { hideSecrets } from './redact.ts'
import { makeLogger } from './logging.ts'

const config = { logLevel: 'trace', environment: 'test' } as const

function capture(): { readonly lines: string[]; write(line: string): void } {
  const lines: string[] = []
  return { lines, write: (line) => void lines.push(line) }
}

/** A secret that can be found again; `real` looks like none, so that only its place can give it away. */
const real = (): string => randomBytes(18).toString('hex')
const shaped = {
  refresh: `t21r_${randomBytes(32).toString('base64url')}`,
  apiKey: `t21_live_${randomBytes(24).toString('base64url')}`,
  jwt: `eyJhbGciOiJIUzI1NiJ9.${randomBytes(30).toString('base64url')}.${randomBytes(32).toString('base64url')}`,
  stripe: `sk_live_${randomBytes(12).toString('hex')}`,
  webhook: `whsec_${randomBytes(24).toString('base64')}`,
  bcrypt: '$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234',
}

test('P2: of secrets planted in every place that is logged, none gets into the log', async (t) => {
  const output = capture()
  const log = makeLogger(config, output)
  const planted: string[] = Object.values(shaped)
  const plant = (value = real()): string => {
    planted.push(value)
    return value
  }

  log.info({ password: plant(), passwordHash: plant(), newPassword: plant() }, 'by name')
  log.info({ account: { tokens: { accessToken: plant(), refresh_token: plant() } } }, 'deeper')
  log.info(
    { list: [{ clientSecret: plant() }, { apiKey: plant() }], secrets: [plant()] },
    'in lists',
  )
  log.info({ headers: { authorization: `Bearer ${plant()}`, cookie: `sid=${plant()}` } }, 'headers')
  log.info({ jwtSecret: plant(), PASSWORD_PEPPER: plant(), encryptionKeys: plant() }, 'settings')
  log.info(`GET /callback?code=${plant()}&state=${plant()}&token=${plant()} failed`)
  log.info({ url: `https://x.example/?signature=${plant()}&access_token=${plant()}` }, 'addresses')
  log.info({ database: `postgres://t21:${plant()}@db.example/t21` }, 'connections')
  log.info(
    { body: JSON.stringify({ password: plant(), nested: { token: plant() } }) },
    'JSON in JSON',
  )
  log.info({ form: `grant_type=x&client_secret=${plant()}&code_verifier=${plant()}` }, 'forms')
  for (const secret of Object.values(shaped)) log.warn(`the words contain ${secret}`)
  log.info(
    { req: { method: 'GET', headers: { 'x-own': plant() }, url: `/x?y=${plant()}` } },
    'requests',
  )
  log.info({ res: { statusCode: 200, headers: { 'set-cookie': plant() } } }, 'answers')

  const cause = Object.assign(new Error(`exchange refused Bearer ${shaped.jwt}`), {
    request: { body: plant() },
    response: { data: plant() },
    config: { auth: plant() },
  })
  log.error({ err: new Error(`failed with ${shaped.refresh}`, { cause }) }, 'errors')
  log.error(new AggregateError([cause], `all failed: token=${plant()}`))
  const database = Object.assign(
    new Error(`insert into users (password_hash) values ('${plant()}') - duplicate key value`),
    {
      severity: 'ERROR',
      code: '23505',
      detail: `Key (x)=(${plant()}) already exists.`,
      where: plant(),
    },
  )
  log.error({ err: database }, 'statements')

  const text = output.lines.join('')
  t.ok(planted.length >= 30, `${planted.length} planted`)
  for (const secret of planted) t.notOk(text.includes(secret), secret)
  const found = planted.filter((secret) => text.includes(secret)).length
  figure('P2', { planted: planted.length, found })
  for (const line of output.lines) t.doesNotThrow(() => JSON.parse(line), 'still JSON')
  t.match(text, /duplicate key value/, 'what happened is still told')
  t.match(text, /23505/)
})

test('P2: nor does any from a request, its failure, or its database error', async (t) => {
  const output = capture()
  const { context } = await testContext(t, { log: makeLogger(config, output) })
  const app = await buildApp(context)
  const schema = { tags: ['System'], body: Type.Object({ password: Type.String() }) }
  app.post(
    '/v1/fail/:word',
    { config: { permission: 'public' }, schema: { ...schema, operationId: 'fail' } },
    async (request) => {
      const { password } = request.body
      throw new ApiError('INTERNAL_ERROR', undefined, { cause: new Error(`token=${password}`) })
    },
  )
  app.post(
    '/v1/database',
    { config: { permission: 'self' }, schema: { ...schema, operationId: 'database' } },
    async (request) => {
      const { password } = request.body
      await context.database.system('users').where({ id: password }).first()
    },
  )
  t.teardown(() => app.close())
  await app.ready()
  const ada = await registerUser(app)
  const secrets = Array.from({ length: 6 }, real)
  const [password, query, cookie, header, path, key] = secrets as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const headers = {
    ...ada.auth,
    cookie: `sid=${cookie}`,
    'x-api-key': header,
    'idempotency-key': key,
  }
  for (const url of [`/v1/fail/${path}?secret=${query}`, '/v1/database', '/nowhere', '/%zz']) {
    await app.inject({ method: 'POST', url, headers, payload: { password } })
  }
  await app.inject({
    url: '/v1/database',
    headers: { authorization: 'Bearer t21_live_0123456789abcdef' },
  })
  const text = output.lines.join('')
  t.match(text, /"status":500/, 'the requests are in the log')
  t.match(text, /"route":"\/v1\/fail\/:word"/)
  t.match(text, /22P02|invalid input syntax/, 'and what the database said')
  for (const secret of [...secrets, ada.auth.authorization.slice(7), '0123456789abcdef']) {
    t.notOk(text.includes(secret), secret)
  }
})

test('what is no secret is still readable', async (t) => {
  const line = JSON.stringify({
    reqId: 'req_yG3lXv0cQ1mT9bZk',
    id: '0198f3a2-7f7e-7c6a-9d55-0f6c2a1b3c4d',
    code: 'ECONNREFUSED',
    route: '/v1/auth/reset-password',
    state: 'needs_attention',
    platformPostId: '1790123456789012345',
    msg: 'Port 3000 is taken; exit code=1, state=published, tokens counted: 5',
  })
  t.equal(hideSecrets(line), line)
  const output = capture()
  makeLogger({ logLevel: 'warn', environment: 'test' }, output).info('not asked for')
  t.same(output.lines, [], 'the least level is respected')
})

test('without the search of the line, a token in a message would be logged', async (t) => {
  const line = `{"msg":"refused ${shaped.refresh}"}`
  t.not(hideSecrets(line), line)
  t.equal(hideSecrets(line), '{"msg":"refused [hidden]"}')
})
