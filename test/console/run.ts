import pg from 'pg'
import type { MountConsole } from '../../core/src/console-host.ts'
import type { Context } from '../../core/src/context.ts'
import { lookups } from '../../admin/src/lookups/index.ts'
import { buildWorld, type World } from '../api-document/world.ts'
import { testApp } from '../support/app.ts'
import { consoleOrigin } from '../support/console.ts'
import type { TestDatabase } from '../support/database.ts'
import { buildStaff, staffOf } from '../support/staff.ts'
import { attack } from './attack.ts'
import { buildCallers, type Caller } from './callers.ts'
import { cellsOf, type Cell, type RecordIds } from './cells.ts'
import { rawClient } from './client.ts'
import { newFindings, type Findings } from './judge.ts'
import { markData } from './marks.ts'
import { addRows } from './planted-rows.ts'
import { plantSecrets, secretsOf, type Secrets } from './planted-secrets.ts'
import type { CallerName } from './rights.ts'
import { notingRoutes, type Route } from './routes.ts'
import { setWriteTrap, type WriteTrap } from './write-trap.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** A database with two customers whose every secret would be recognized, and everybody who may come to the console. */
export interface Ground {
  readonly database: TestDatabase
  readonly callers: readonly Caller[]
  readonly secrets: Secrets
  readonly trap: WriteTrap
  readonly ids: RecordIds
}

/** How much is tried. */
export interface AccessOptions {
  /** Every address × everybody × every method, query string and spelling; otherwise some of them by turns. */
  readonly long?: boolean
  /** Which addresses; all where nothing is said. */
  readonly only?: (cell: Cell) => boolean
  /** Who attacks; everybody where nothing is said. */
  readonly who?: readonly CallerName[]
  /** How a mutant mounts the console. */
  readonly mount?: (mount: MountConsole) => MountConsole
}

/** What was tried, and what was found. */
export interface Access extends Findings {
  readonly routes: readonly Route[]
  readonly cells: number
}

const variables = { PUBLIC_URL: consoleOrigin }

/** See {@link Ground}. */
export async function prepareGround(t: Teardown): Promise<Ground> {
  const { app, context, database } = await testApp(t, { variables })
  const worlds = [await buildWorld(app, database), await buildWorld(app, database)] as const
  const callers = await buildCallers(context)
  const owner = new pg.Client({ connectionString: database.url })
  await owner.connect()
  t.teardown(() => owner.end())
  await owner.query('set session_replication_role = replica')
  await addRows(owner, worlds)
  const ids = await recordIds(context, worlds)
  await plantSecrets(owner)
  await markData(owner, worlds)
  await owner.query('set session_replication_role = origin')
  const { encryptionKeys, jwtSecret, passwordPepper, urlSecret } = context.config
  const settings = [encryptionKeys, jwtSecret, passwordPepper, urlSecret].map(String)
  const secrets = await secretsOf(owner, settings)
  return { database, callers, secrets, ids, trap: await setWriteTrap(owner) }
}

/** Attacks every route of a console on that ground, as everybody; see `rights.ts`. */
export async function runAccess(
  t: Teardown,
  { callers, database, ids, secrets, trap }: Ground,
  options: AccessOptions = {},
): Promise<Access> {
  const routes: Route[] = []
  const { app } = await testApp(t, {
    variables,
    database,
    app: { mountConsole: notingRoutes(routes, options.mount) },
  })
  const cells = cellsOf(routes, ids).filter(options.only ?? (() => true))
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { client, close } = rawClient(app)
  t.teardown(close)
  const findings = newFindings()
  const attackers = callers.filter(({ name }) => options.who?.includes(name) ?? true)
  await attack(
    { client, callers: attackers, secrets, trap, findings },
    cells,
    options.long === true,
  )
  return { ...findings, routes, cells: cells.length }
}

/** A record of each world, of every lookup. @throws Error where one has none: it would not be attacked */
async function recordIds(context: Context, worlds: readonly [World, World]): Promise<RecordIds> {
  const { system } = context.database
  const admin = await staffOf(context, await buildStaff(context, 'ADMIN'))
  const found = new Map<string, { a: string; b: string }>()
  for (const { options } of lookups) {
    const rows = (await options.query(system, admin)) as never[]
    const shown = rows.map((row) => options.present(row))
    const [a, b] = worlds.map(
      (world) =>
        shown.find((one) => {
          const { organizationId = null, userId } = options.concerns(one)
          const ofPerson = world.people.OWNER.user.id === userId && organizationId === null
          return organizationId === world.organizationId || ofPerson
        })?.id,
    )
    // What is of no customer, such as staff, is the same for all.
    const [first] = shown
    if (first === undefined) throw new Error(`No record of ${options.id}: see planted-rows.ts.`)
    found.set(options.id, { a: a ?? first.id, b: b ?? first.id })
  }
  return found
}
