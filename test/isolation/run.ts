import pg from 'pg'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { testApp } from '../support/app.ts'
import { memoryBilling } from '../support/fake-billing.ts'
import { keptLog, straying } from './canaries.ts'
import type { Findings } from './bench.ts'
import { repeatingAi } from './marked-writing.ts'
import { runMatrix } from './matrix.ts'
import { pastRowSecurity } from './past-row-security.ts'
import { runWall, withoutRowSecurity, withoutRules } from './walls.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** What the three runs found. */
export interface Isolation {
  readonly matrix: Findings
  /** Markers of organizations that were found elsewhere afterwards. */
  readonly strayed: readonly string[]
  /** With the rules of the application away: row level security alone. */
  readonly rowSecurityAlone: Findings
  /** With row level security away: the rules alone. */
  readonly rulesAlone: Findings
  /** With both away: the control, which has to find a lot. */
  readonly neither: Findings
}

/** The matrix role × route × place of the id, then each wall alone (reliability.md 4). */
export async function runIsolation(t: Teardown): Promise<Isolation> {
  const { log, text } = keptLog()
  const { app, database } = await testApp(t, {
    log,
    providers: { ai: repeatingAi(), billing: memoryBilling() },
  })
  const matrix = await runMatrix(app, database)
  const strayed = await straying(database, text())
  const rowSecurityAlone = await runWall(app, database, withoutRules(app, pastRowSecurity))
  const open = await openDatabaseOf(t)
  const { app: bare } = await testApp(t, {
    database: open,
    providers: { billing: memoryBilling() },
  })
  const rulesAlone = await runWall(bare, open, withoutRowSecurity)
  const neither = await runWall(bare, open, withoutRules(bare, new Set()))
  return { matrix, strayed, rowSecurityAlone, rulesAlone, neither }
}

/** A database on which every connection plays the role that sees every organization. */
export async function openDatabaseOf(t: Teardown): Promise<TestDatabase> {
  const database = await testDatabase(t)
  const reads = new pg.Pool({
    connectionString: database.url,
    options: '-c role=t21_system',
    max: 5,
  })
  t.teardown(() => reads.end())
  return { ...database, api: database.system, reads }
}
