import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import {
  bool,
  duration,
  integer,
  list,
  oneOf,
  parsedList,
  parseOrigins,
  text,
  type Setting,
} from './config.settings.ts'
import { parseModels } from './config.models.ts'
import { parseHostOverrides } from './plugins/host-overrides.ts'

/**
 * Every setting of the server, in the order of the README's table, which is made from this object.
 * Settings of plugins are declared by the plugins and read by the loader from `environment`.
 */
export const settings = {
  environment: oneOf('NODE_ENV', ['development', 'production', 'test'], 'development', {
    about: 'Production refuses missing and default secrets and never starts the sandbox by itself.',
  }),
  host: text('HOST', {
    default: '127.0.0.1',
    about: 'Address to listen on; `0.0.0.0` in a container.',
  }),
  port: integer('PORT', { default: 3000, min: 0, max: 65_535, about: 'Port of the API.' }),
  publicUrl: text('PUBLIC_URL', {
    format: 'url',
    about: 'Where browsers and networks reach the API; `http://<HOST>:<PORT>` by default.',
  }),
  frontendUrl: text('FRONTEND_URL', {
    format: 'url',
    default: 'http://localhost:5173',
    about: 'The web app: allowed by CORS, and the base of links in mails.',
  }),
  returnOrigins: parsedList('RETURN_ORIGINS', parseOrigins, {
    about: 'More origins that a browser may be sent back to after connecting an account.',
  }),
  trustProxy: integer('TRUST_PROXY', {
    default: 0,
    min: 0,
    max: 10,
    about: 'How many proxies stand in front. With one or more, plain HTTP is redirected to HTTPS.',
  }),
  logLevel: oneOf(
    'LOG_LEVEL',
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    'info',
    {
      about: 'Least level that is logged.',
    },
  ),
  dataDir: text('T21_DATA_DIR', {
    default: '.t21',
    about:
      'Folder of the embedded database, local media, files that are being looked at, and the sandbox.',
  }),
  databaseUrl: text('DATABASE_URL', {
    secret: true,
    production: true,
    about:
      'PostgreSQL 15 or newer. Without it, development starts an embedded one in `T21_DATA_DIR`.',
  }),
  databasePoolSize: integer('DATABASE_POOL_SIZE', {
    default: 10,
    min: 2,
    max: 200,
    about:
      'Connections of each of the pools (requests, reads, workers) of a process; the console has four more at most.',
  }),
  jwtSecret: text('JWT_SECRET', {
    secret: true,
    production: true,
    minLength: 32,
    default: 'development-only-jwt-secret-0123456789',
    about: 'Signs access tokens. At least 32 characters.',
  }),
  accessTokenSeconds: duration('JWT_EXPIRES_IN', {
    default: '15m',
    about: 'Life of an access token.',
  }),
  refreshTokenSeconds: duration('JWT_REFRESH_EXPIRES_IN', {
    default: '7d',
    about: 'Life of a refresh token, and of a session that is not used.',
  }),
  passwordPepper: text('PASSWORD_PEPPER', {
    secret: true,
    production: true,
    minLength: 32,
    default: 'development-only-password-pepper-0123',
    about:
      'Key of the HMAC that passwords pass before bcrypt. Changing it invalidates every password.',
  }),
  encryptionKeys: text('ENCRYPTION_KEYS', {
    secret: true,
    production: true,
    default: `dev:${createHash('sha256').update('development-only').digest('hex')}`,
    format: 'key-ring',
    about:
      'Keys for network tokens: `id:64 hex digits`, several separated by commas, the first one writes.',
  }),
  urlSecret: text('URL_SECRET', {
    secret: true,
    production: true,
    minLength: 32,
    default: 'development-only-url-secret-0123456789',
    about: 'Signs media addresses and list cursors.',
  }),
  pluginsRequired: list('T21_PLUGINS_REQUIRED', {
    default: [],
    about: 'Plugins without which the server must not start, by id.',
  }),
  mailProvider: text('T21_MAIL', {
    about:
      'The plugin that sends mail, by id; needed only where several are configured. With none, mail goes to the sandbox’s outbox, or waits.',
  }),
  mailFrom: text('MAIL_FROM', {
    about: 'The sender of all mail: `T21 <hello@example.com>`. Needed where a plugin sends mail.',
  }),
  storageProvider: text('T21_STORAGE', {
    default: 'local',
    about:
      'Where media are kept: `local`, in `T21_DATA_DIR`, or a plugin for storage by its id. A plugin that is only configured is not used: see docs/operations.md, "Moving media".',
  }),
  aiProvider: text('T21_AI', {
    about: 'The plugin that asks AI models, by id; needed only where several are configured.',
  }),
  aiModels: parsedList('AI_MODELS', parseModels, {
    about:
      'Which models are asked: `task=model|fallback`, the task one of `content`, `caption`, `hashtags`, `improve`, `repurpose` or `*`, with a plan in front where it is only for that: `*=a/small,PRO:content=a/large|a/small`. What the plugin recommends by default.',
  }),
  aiTimeoutSeconds: duration('AI_TIMEOUT', {
    default: '10s',
    about: 'Longest AI generation, fallbacks and all; its credits are returned then.',
  }),
  aiStreamSeconds: duration('AI_STREAM_TIMEOUT', {
    default: '60s',
    about: 'The same, where the answer is streamed as it is written.',
  }),
  aiKeepPrompts: bool('AI_KEEP_PROMPTS', {
    default: true,
    about: 'Whether what was asked of AI and what it wrote is kept, for 30 days.',
  }),
  billingProvider: text('T21_BILLING', {
    about: 'The plugin that takes money, by id; needed only where several are configured.',
  }),
  billingGraceSeconds: duration('BILLING_GRACE', {
    default: '7d',
    about: 'How long a plan stays whose payment is late; then the limits of FREE apply.',
  }),
  sandbox: oneOf('T21_SANDBOX', ['auto', 'on', 'off'], 'auto', {
    about: 'The emulated networks. `auto`: on in development where a connector has no credentials.',
  }),
  sandboxPort: integer('T21_SANDBOX_PORT', {
    default: 4300,
    min: 0,
    max: 65_535,
    about: 'Port of the sandbox and its wall.',
  }),
  sandboxUrl: text('T21_SANDBOX_URL', {
    format: 'url',
    about: 'A sandbox that runs elsewhere: connectors without credentials talk to it.',
  }),
  console: oneOf('T21_CONSOLE', ['auto', 'true', 'false'], 'auto', {
    about:
      'The support console at `/admin`. `auto`: on in development where its package (`@t21/admin`) is installed.',
  }),
  hostOverrides: parsedList('T21_HOSTS', parseHostOverrides, {
    about: 'Other base addresses for networks: `https://api.x.com=http://127.0.0.1:9000/x`.',
  }),
  mediaMaxBytes: integer('MEDIA_MAX_BYTES', {
    default: 536_870_912,
    min: 1_024,
    max: 17_179_869_184,
    about: 'Largest upload.',
  }),
  mediaMaxPixels: integer('MEDIA_MAX_PIXELS', {
    default: 50_000_000,
    min: 1_000_000,
    max: 268_000_000,
    about: 'Most pixels of a picture; guards against decompression bombs.',
  }),
  allowPrivateImports: bool('T21_ALLOW_LOOPBACK_IMPORTS', {
    default: false,
    about: 'Lets addresses given by users lead to this machine. For tests; refused in production.',
  }),
  allowLoopbackWebhooks: bool('T21_ALLOW_LOOPBACK_WEBHOOKS', {
    default: false,
    about:
      'Lets webhooks go to this machine, over plain http and to any port. For tests; refused in production.',
  }),
  rateLimitAnonymous: integer('RATE_LIMIT_ANONYMOUS', {
    default: 100,
    min: 1,
    max: 1_000_000,
    about: 'Requests per 15 minutes and anonymous address.',
  }),
  rateLimitFree: integer('RATE_LIMIT_FREE', {
    default: 100,
    min: 1,
    max: 1_000_000,
    about: 'Requests per 15 minutes and user of the FREE plan.',
  }),
  rateLimitPro: integer('RATE_LIMIT_PRO', {
    default: 1_000,
    min: 1,
    max: 1_000_000,
    about: 'The same for PRO.',
  }),
  rateLimitBusiness: integer('RATE_LIMIT_BUSINESS', {
    default: 5_000,
    min: 1,
    max: 1_000_000,
    about: 'The same for BUSINESS.',
  }),
  rateLimitAuth: integer('RATE_LIMIT_AUTH', {
    default: 20,
    min: 1,
    max: 1_000_000,
    about: 'Calls per 15 minutes, address and route of login, registration and password reset.',
  }),
  shutdownSeconds: duration('SHUTDOWN_GRACE', {
    about:
      'How long a stopping process waits for calls under way; 60 s in production, 3 s otherwise.',
  }),
  workerConcurrency: integer('WORKER_CONCURRENCY', {
    default: 10,
    min: 1,
    max: 200,
    about: 'Jobs of the queue that one process runs at a time. Publishing does not depend on it.',
  }),
  publishingInFlight: integer('PUBLISHING_IN_FLIGHT', {
    default: 1_500,
    min: 1,
    max: 20_000,
    about: 'Deliveries that one process works on at a time.',
  }),
  publishingInFlightPerNetwork: integer('PUBLISHING_IN_FLIGHT_PER_NETWORK', {
    default: 1_200,
    min: 1,
    max: 20_000,
    about: 'The same, for any one network.',
  }),
  publishingLeaseSeconds: duration('PUBLISHING_LEASE', {
    default: '5m',
    about: 'How long a claimed delivery belongs to its worker.',
  }),
  publishingCallSeconds: duration('PUBLISHING_CALL_TIMEOUT', {
    default: '60s',
    about: 'Longest call to a network. Must be shorter than the lease.',
  }),
  publishingQuietSeconds: duration('PUBLISHING_QUIET', {
    about: 'Overrides the quiet period that each connector states. For tests.',
  }),
  publishingSweepSeconds: duration('PUBLISHING_SWEEP', {
    default: '30s',
    about: 'How often abandoned deliveries are looked for.',
  }),
  publishingPollSeconds: duration('PUBLISHING_POLL', {
    default: '1s',
    about: 'How often a worker looks for due deliveries when nothing rings.',
  }),
} as const satisfies Record<string, Setting<unknown>>

type Settings = typeof settings
type Value<S> = S extends Setting<infer V> ? V : never

/** The settings of a process. Made once, passed on, never changed. */
export type Config = { readonly [Name in keyof Settings]: Value<Settings[Name]> } & {
  /** The variables as they were, for the settings of plugins. */
  readonly variables: Readonly<Record<string, string | undefined>>
}

/** All mistakes of a configuration at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration has ${problems.length} problem(s):\n- ${problems.join('\n- ')}`)
    this.problems = problems
  }
}

/**
 * Reads the configuration. This is the only place that reads the environment.
 *
 * @throws ConfigError listing every problem, with the variable's name and the remedy
 */
export function readConfig(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  const problems: string[] = []
  const production = variables['NODE_ENV'] === 'production'
  const values: Record<string, unknown> = { variables }
  for (const [name, setting] of Object.entries<Setting<unknown>>(settings)) {
    const raw = variables[setting.variable]
    try {
      values[name] = raw === undefined || raw === '' ? setting.fallback : setting.parse(raw)
    } catch (error) {
      problems.push(`${setting.variable}: ${(error as Error).message}`)
      continue
    }
    if (production && setting.production) {
      if (raw === undefined || raw === '')
        problems.push(`${setting.variable} must be set in production.`)
      else if (raw === setting.rawDefault) {
        problems.push(
          `${setting.variable} still has its development value; make a secret of your own.`,
        )
      }
    }
  }
  const config = values as Config
  problems.push(...contradictions(config), ...unknownVariables(variables))
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze({ ...config, dataDir: resolve(config.dataDir) })
}

function contradictions(config: Config): string[] {
  const problems: string[] = []
  if (config.publishingCallSeconds >= config.publishingLeaseSeconds) {
    problems.push('PUBLISHING_CALL_TIMEOUT must be shorter than PUBLISHING_LEASE.')
  }
  if (config.environment === 'production' && config.allowPrivateImports) {
    problems.push('T21_ALLOW_LOOPBACK_IMPORTS must not be set in production.')
  }
  if (config.environment === 'production' && config.allowLoopbackWebhooks) {
    problems.push('T21_ALLOW_LOOPBACK_WEBHOOKS must not be set in production.')
  }
  return problems
}

/** A variable that begins with T21_ and is not known is a typing error. */
function unknownVariables(variables: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set(
    Object.values<Setting<unknown>>(settings).map((setting) => setting.variable),
  )
  return Object.keys(variables)
    .filter((name) => name.startsWith('T21_') && !known.has(name))
    .map((name) => `${name} is not a setting of T21; see the table in the README.`)
}
