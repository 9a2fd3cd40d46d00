import createKnex, { type Knex } from 'knex'
import pg from 'pg'

/** The role that a connection plays; see `migrations/README.md`. */
export type DatabaseRole = 't21_api' | 't21_system'

/** The ways into the database. Made once a process by `openDatabase`. */
export interface Database {
  /** For requests: bound by row level security to the organizations of the transaction. */
  readonly api: Knex
  /** For workers, and for look-ups that come before an organization is known. Sees every organization. */
  readonly system: Knex
  /** For single-statement reads of requests; used by `read` only. */
  readonly reads: pg.Pool
  /**
   * For the console: sees every organization, only reads, and gives up after some seconds. Its few connections are its own, so
   * that nobody who looks keeps workers and requests from theirs.
   */
  readonly looks: Knex
  close(): Promise<void>
}

// PostgreSQL's bigint fits a JavaScript number for everything that T21 counts.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** How many look at once, and for how long: nobody looks at a page for longer, and none is worth more of the database. */
const mostLooks = 4
const lookMilliseconds = 4_000

const queryCanceled = '57014'

/** True where the database ended a statement that took too long, or none of the connections became free in time. */
export function tookTooLong(error: unknown): boolean {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown }
  return code === queryCanceled || name === 'KnexTimeoutError'
}

/** Opens the pools. Nothing connects before the first query. */
export function openDatabase(options: {
  readonly url: string
  readonly poolSize: number
  /** Shown in `pg_stat_activity`. */
  readonly name: string
}): Database {
  const api = makeKnex(options, 't21_api')
  const system = makeKnex(options, 't21_system')
  const few = {
    ...options,
    poolSize: Math.min(options.poolSize, mostLooks),
    patience: lookMilliseconds,
  }
  const looks = makeKnex(few, 't21_system', {
    default_transaction_read_only: 'on',
    statement_timeout: String(lookMilliseconds),
  })
  const reads = new pg.Pool({
    ...connectionOptions(options, 't21_api', {
      default_transaction_read_only: 'on',
      // Planning a list anew costs more than running it, and its plan does not depend on its values.
      plan_cache_mode: 'force_generic_plan',
    }),
    max: options.poolSize,
  })
  // An idle connection that breaks is replaced at the next use; without a listener it ends the process.
  reads.on('error', () => undefined)
  return {
    api,
    system,
    reads,
    looks,
    async close() {
      await Promise.all([api.destroy(), system.destroy(), looks.destroy(), reads.end()])
    },
  }
}

function makeKnex(
  options: {
    readonly url: string
    readonly poolSize: number
    readonly name: string
    /** Milliseconds that somebody waits for a connection. */
    readonly patience?: number
  },
  role: DatabaseRole,
  settings: Readonly<Record<string, string>> = {},
): Knex {
  return createKnex({
    client: 'pg',
    connection: connectionOptions(options, role, settings) as Knex.PgConnectionConfig,
    pool: { min: 0, max: options.poolSize },
    acquireConnectionTimeout: options.patience ?? 10_000,
    log: quietLog,
    // Values of a statement must not get into error messages.
    compileSqlOnError: false,
  })
}

/** Knex prints on its own; what matters reaches whoever made the query as an error. */
export const quietLog = {
  warn: () => undefined,
  error: () => undefined,
  deprecate: () => undefined,
  debug: () => undefined,
}

function connectionOptions(
  options: { readonly url: string; readonly name: string },
  role: DatabaseRole,
  settings: Readonly<Record<string, string>> = {},
): pg.ClientConfig {
  return {
    connectionString: options.url,
    application_name: `t21 ${options.name} ${role}`,
    options: Object.entries({ role, ...settings })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  }
}
