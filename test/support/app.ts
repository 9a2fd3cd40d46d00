import type { MailMessage, MailTransport, Storage } from '@t21/plugin-kit'
import { pino, type Logger } from 'pino'
import { buildApp, type AppOptions } from '../../core/src/app.ts'
import { signAccessToken } from '../../core/src/authz/access-token.ts'
import { readConfig } from '../../core/src/config.ts'
import { withoutProviders, type Context } from '../../core/src/context.ts'
import type { App } from '../../core/src/http/app-instance.ts'
import { openConnectorHttp, type ConnectorHttpHost } from '../../core/src/plugins/connector-http.ts'
import type { PluginRegistry } from '../../core/src/plugins/registry.ts'
import { testDatabase, type TestDatabase } from './database.ts'
import { buildOrganization, buildUser, type BuiltUser } from './factories.ts'
import { fakeAi } from './fake-ai.ts'
import { memoryStorage } from './memory-storage.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** What a test may give instead of the defaults. */
export interface TestAppOptions {
  /** Environment variables beside the defaults, such as `{ RATE_LIMIT_FREE: '3' }`. */
  readonly variables?: Readonly<Record<string, string>>
  readonly database?: TestDatabase
  readonly plugins?: PluginRegistry
  readonly connectorHttp?: ConnectorHttpHost
  readonly storage?: Storage
  readonly mail?: MailTransport | null
  /** None but for mail, and a fake AI, where nothing is said. */
  readonly providers?: Partial<Omit<typeof withoutProviders, 'mail'>>
  readonly log?: Logger
  readonly app?: AppOptions
}

/** A server on a database of its own, spoken to by `app.inject`. */
export interface TestApp {
  readonly app: App
  readonly context: Context
  readonly database: TestDatabase
  /** What the mail transport took over, oldest first; empty where a transport was given. */
  readonly sentMails: readonly MailMessage[]
}

/** Somebody who is logged in. */
export interface TestUser {
  readonly user: BuiltUser
  readonly sessionId: string
  readonly organizationId: string
  /** Spread into the headers of `inject`. */
  readonly auth: { readonly authorization: string }
}

/** A context on a database of its own: what services take as their first argument. */
export async function testContext(
  t: Teardown,
  options: TestAppOptions = {},
): Promise<{ context: Context; database: TestDatabase; sentMails: readonly MailMessage[] }> {
  const database = options.database ?? (await testDatabase(t))
  const sentMails: MailMessage[] = []
  const memoryMail: MailTransport = {
    name: 'memory',
    async send(message) {
      sentMails.push(message)
    },
  }
  const context: Context = {
    ...withoutProviders,
    ai: fakeAi(),
    ...options.providers,
    config: readConfig({ NODE_ENV: 'test', ...generousLimits, ...options.variables }),
    database,
    plugins: options.plugins ?? { records: [], connectors: new Map(), ready: () => undefined },
    connectorHttp: options.connectorHttp ?? unrewrittenHttp(t),
    storage: options.storage ?? memoryStorage(),
    mail: options.mail === undefined ? memoryMail : options.mail,
    log: options.log ?? pino({ level: 'silent' }),
  }
  return { context, database, sentMails }
}

/** A way out that leads to the hosts themselves; tests with a fake network bring one with overrides. */
function unrewrittenHttp(t: Teardown): ConnectorHttpHost {
  const http = openConnectorHttp({ overrides: new Map(), callTimeoutMs: 5_000 })
  t.teardown(() => http.close())
  return http
}

/** The real server by `buildApp`; no port is opened. */
export async function testApp(t: Teardown, options: TestAppOptions = {}): Promise<TestApp> {
  const made = await testContext(t, options)
  const app = await buildApp(made.context, { passwordCost: 4, ...options.app })
  t.teardown(() => app.close())
  await app.ready()
  return { app, ...made }
}

/** A new person with a personal organization, logged in. Two calls make two tenants. */
export async function registerUser(app: App): Promise<TestUser> {
  const { database } = app.context
  const user = await buildUser(database)
  const organization = await buildOrganization(database, { ownerId: user.id })
  return { ...(await loginAs(app, user)), organizationId: organization.id }
}

/** Logs an existing user in, past the password. */
export async function loginAs(
  app: Pick<App, 'context'>,
  user: BuiltUser,
): Promise<Omit<TestUser, 'organizationId'>> {
  const { config, database } = app.context
  const [session] = (await database
    .system('sessions')
    .insert({ user_id: user.id, expires_at: new Date(Date.now() + 3_600_000) })
    .returning('id')) as { id: string }[]
  if (session === undefined) throw new Error('The session was not stored.')
  const token = await signAccessToken(
    config.jwtSecret,
    { userId: user.id, sessionId: session.id },
    config.accessTokenSeconds,
  )
  return { user, sessionId: session.id, auth: { authorization: `Bearer ${token}` } }
}

/** Limits that no test meets by accident; tests about limits set their own. */
const generousLimits = {
  RATE_LIMIT_ANONYMOUS: '1000000',
  RATE_LIMIT_FREE: '1000000',
  RATE_LIMIT_AUTH: '1000000',
}

/** An answer, unwrapped. */
export interface Answer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, unknown>>
  // Tests say of each answer what they expect of it.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly data: any
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly error: any
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly meta: any
}

/** Sends requests as somebody: `await send(mine, 'POST', '/brands', { name: 'Acme' })`; the path is below `/v1`. */
export type Send = (
  who: Pick<TestUser, 'auth'>,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>

/** See {@link Send}. */
export function senderOf(app: App): Send {
  return async ({ auth }, method, path, payload, headers = {}) => {
    const answer = await app.inject({
      method,
      url: `/v1${path}`,
      headers: { ...auth, ...headers },
      ...(payload && { payload }),
    })
    const { data = null, error = null, meta = null } = answer.body === '' ? {} : answer.json()
    return { statusCode: answer.statusCode, headers: answer.headers, data, error, meta }
  }
}
