import pg from 'pg'

const setting = {
  name: 'open_organizations',
  text: "select set_config('app.organization_ids', $1, true)",
  types: [],
}

/** A statement without values would else be sent as a simple query, which ends what is not synced yet. */
const extended = { queryMode: 'extended' }

/** Of no effect any more, but asked for by the types. */
const more = true

/** Connections on which the setting's statement is prepared. */
const prepared = new WeakSet<pg.Connection>()

/**
 * A query behind the setting that row level security reads, both before one Sync. PostgreSQL runs what comes
 * before a Sync as one transaction: the setting ends with the query, for a single round trip and without BEGIN
 * and COMMIT (PostgreSQL documentation 54.2.4, Pipelining).
 *
 * pg sends the Sync at the end of the query's own messages. It knows nothing of the ones before them, and must not
 * hear their answers: a row that nobody described, and a first "command complete".
 */
export class TenantQuery extends (pg.Query as unknown as QueryClass) {
  readonly #organizationIds: readonly string[]
  #described = false

  constructor(organizationIds: readonly string[], query: pg.QueryConfig, callback: Callback) {
    super({ ...query, ...extended }, callback)
    this.#organizationIds = organizationIds
  }

  override submit(connection: pg.Connection): Error | null {
    connection.stream.cork()
    try {
      if (!prepared.has(connection)) {
        connection.parse(setting, more)
        prepared.add(connection)
      }
      const values = [this.#organizationIds.join(',')]
      connection.bind({ statement: setting.name, values }, more)
      connection.execute({}, more)
      return super.submit(connection)
    } finally {
      connection.stream.uncork()
    }
  }

  override handleRowDescription(message: unknown): void {
    this.#described = true
    super.handleRowDescription(message)
  }

  override handleDataRow(message: unknown): void {
    if (this.#described) super.handleDataRow(message)
  }

  override handleCommandComplete(message: unknown, connection: pg.Connection): void {
    if (this.#described) super.handleCommandComplete(message, connection)
  }
}

/** Called once, when the server is ready for the next query. */
type Callback = (error: Error | null | undefined, result: pg.QueryResult) => void

/** What pg calls on a query while it is answered; its types name `submit` only. */
interface QueryMethods extends pg.Submittable {
  submit(connection: pg.Connection): Error | null
  handleRowDescription(message: unknown): void
  handleDataRow(message: unknown): void
  handleCommandComplete(message: unknown, connection: pg.Connection): void
}

type QueryClass = new (query: pg.QueryConfig, callback: Callback) => QueryMethods
