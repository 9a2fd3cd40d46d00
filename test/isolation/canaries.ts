import { Writable } from 'node:stream'
import pg from 'pg'
import { pino, type Logger } from 'pino'
import { canariesOf } from '../api-document/canaries-of.ts'
import type { TestDatabase } from '../support/database.ts'

type System = Pick<TestDatabase, 'system'>

const marker = /canary-[0-9a-f]{12}/g

/** A logger that keeps what it is told, and all that was told it. */
export function keptLog(): { readonly log: Logger; text(): string } {
  const chunks: string[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString())
      done()
    },
  })
  return { log: pino({ level: 'debug' }, stream), text: () => chunks.join('') }
}

/**
 * Looks for what got from one organization to another by any way (reliability.md T2): every row of every table that belongs to an
 * organization or to a person (notifications, webhooks that wait, the audit log, mails, exports …), what was queued, and the log.
 *
 * @returns a sentence for each marker where it must not be
 */
export async function straying(
  { system, url }: System & Pick<TestDatabase, 'url'>,
  logged: string,
): Promise<string[]> {
  const canaries = canariesOf({ system })
  const { rows: tables } = await system.raw<{ rows: { name: string; owner: string }[] }>(
    `select c.table_name as name, min(c.column_name) as owner from information_schema.columns c
     join information_schema.tables t on t.table_name = c.table_name and t.table_type = 'BASE TABLE'
     where c.column_name in ('organization_id', 'user_id') and c.table_schema = 'public' group by 1 order by 1`,
  )
  const found: string[] = []
  for (const { name, owner } of [...tables, { name: 'organizations', owner: 'id' }]) {
    const { rows } = await system.raw<{ rows: { owner: string | null; text: string }[] }>(
      `select ${owner} as owner, x::text as text from ${name} x where x::text ~ 'canary-'`,
    )
    for (const row of rows) {
      const markers = markersIn(row.text)
      // A mail to somebody who is nobody's yet, such as an invitation, is about one organization.
      const own = row.owner === null ? markers[0] : canaries.get(row.owner)
      const foreign = markers.filter((canary) => canary !== own)
      if (foreign.length > 0)
        found.push(`${name} of ${row.owner ?? 'nobody'}: ${foreign.join(', ')}`)
    }
  }
  for (const text of await queued(url)) found.push(`a job: ${text.slice(0, 200)}`)
  for (const canary of markersIn(logged)) found.push(`the log: ${canary}`)
  return found
}

/** Payloads of jobs with a marker. Only the owner of the tables sees them. */
async function queued(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ payload: string }>(
      `select payload::text as payload from graphile_worker._private_jobs where payload::text ~ 'canary-'`,
    )
    return rows.map(({ payload }) => payload)
  } finally {
    await client.end()
  }
}

function markersIn(text: string): string[] {
  return [...new Set(text.match(marker))]
}
