import type pg from 'pg'
import { secretColumns } from './secret-columns.ts'

/** What every planted secret begins with, the number of its column after it. */
const marker = 'pla1nted'

/** The columns, by the number that is planted in them. */
const columns: readonly { readonly table: string; readonly column: string }[] = Object.entries(
  secretColumns,
).flatMap(([table, names]) => names.split(' ').map((column) => ({ table, column })))

/** Whoever attacks has to get in with these: they are looked for as they are. */
const needed: ReadonlySet<string> = new Set(['staff_authenticators', 'staff_sessions'])

/** What must not be in an answer. */
export interface Secrets {
  /** @returns which secret is in a text, in whatever form */
  foundIn(text: string): string | undefined
}

/**
 * Puts a secret into every column that is one, of every row that there is.
 *
 * @param client with triggers off
 * @throws Error where a column has no row: a leak of it would not be seen
 */
export async function plantSecrets(client: pg.Client): Promise<void> {
  // Only these go on in parts.
  await client.query('update media_uploads set direct = true')
  for (const [number, { column, table }] of columns.entries()) {
    if (needed.has(table)) continue
    const { rows } = await client.query<{ type: string }>(
      `select udt_name as type from information_schema.columns where table_name = $1 and column_name = $2`,
      [table, column],
    )
    const text = `'${marker}${String(number).padStart(3, '0')}' || left(md5(ctid::text || '${column}'), 21)`
    const values: Readonly<Record<string, string>> = {
      text,
      bytea: `convert_to(${text}, 'UTF8')`,
      jsonb: `jsonb_build_object('planted', ${text})`,
      json: `json_build_object('planted', ${text})`,
    }
    const type = rows[0]?.type ?? 'nothing'
    const value = values[type]
    if (value === undefined) throw new Error(`${table}.${column} is of type ${type}.`)
    const { rowCount } = await client.query(`update ${table} set ${column} = ${value}`)
    if (rowCount === 0) throw new Error(`No row of ${table} has a secret: see planted-rows.ts.`)
  }
  await client.query(
    `insert into graphile_worker._private_tasks (identifier) values ('planted') on conflict do nothing`,
  )
  await client.query(
    `insert into graphile_worker._private_jobs (task_id, payload, run_at)
     select id, json_build_object('email', '${marker}999 of a job'), now() + interval '1 day'
     from graphile_worker._private_tasks where identifier = 'planted'`,
  )
}

/** Planted secrets, those with which staff get in, and those of the settings. */
export async function secretsOf(client: pg.Client, settings: readonly string[]): Promise<Secrets> {
  const real = new Map<string, string>(settings.map((value) => [value, 'a setting']))
  for (const { column, table } of columns) {
    if (!needed.has(table)) continue
    const { rows } = await client.query<{ value: string | Buffer }>(
      `select ${column} as value from ${table} where ${column} is not null`,
    )
    for (const { value } of rows)
      for (const form of formsOf(value)) real.set(form, `${table}.${column}`)
  }
  const planted = new RegExp(formsOf(marker, true).map(escaped).join('|'))
  const reals = new RegExp([...real.keys()].map(escaped).join('|'))
  return {
    foundIn(text) {
      const found = reals.exec(text)
      if (found !== null) return real.get(found[0])
      const at = planted.exec(text)
      if (at === null) return undefined
      const number = Number(/pla1nted(\d{3})/.exec(text)?.[1])
      const named = columns[number]
      return named === undefined ? `a secret, as ${at[0]}` : `${named.table}.${named.column}`
    },
  }
}

/** How bytes may stand in an answer: as text, in hexadecimal, in base64, or as the list of numbers that JSON makes of a buffer. */
function formsOf(value: string | Buffer, part = false): string[] {
  const bytes = Buffer.from(value as string)
  const shifts = part ? [0, 1, 2] : [0]
  return [
    ...(typeof value === 'string' ? [value] : []),
    bytes.toString('hex'),
    bytes.join(','),
    // What it begins with depends on what stands before it; the ends depend on that and are left out.
    ...shifts.map((shift) => {
      const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
      return text.slice(shift === 0 ? 0 : shift + 1, -4)
    }),
  ]
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
}
