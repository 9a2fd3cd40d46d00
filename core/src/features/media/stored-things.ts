import type { Database } from '../../db/database.ts'

/** What has bytes in the storage. */
export interface StoredThing {
  readonly what: 'medium' | 'thumbnail' | 'variant' | 'export' | 'upload'
  readonly id: string
  readonly key: string
  /** Bytes, where the row knows. */
  readonly size: number | null
  /** Of the stored bytes, where the row knows. */
  readonly sha256: Buffer | null
  readonly mimeType: string
  /** False where the bytes may still be on their way, or are going. */
  readonly settled: boolean
}

interface Row {
  readonly what: StoredThing['what']
  readonly id: string
  readonly key: string
  readonly size: string | null
  readonly sha256: Buffer | null
  readonly mime_type: string
  readonly settled: boolean
}

const pageSize = 1_000

/** Every table that names objects, with the same columns; one that is forgotten here loses its objects as orphans. */
const tables: readonly string[] = [
  `select 'medium' as what, id, storage_key as key, size, sha256, mime_type, status = 'ready' as settled
   from media where status <> 'removed'`,
  `select 'thumbnail' as what, id, thumbnail_key as key, null as size, null as sha256,
     'image/webp' as mime_type, status = 'ready' as settled
   from media where thumbnail_key is not null and status <> 'removed'`,
  `select 'variant' as what, id, storage_key as key, size, null as sha256, mime_type, true as settled
   from media_variants`,
  `select 'export' as what, id, 'exports/' || id as key, size, null as sha256,
     'application/json' as mime_type, status = 'ready' as settled
   from account_exports`,
  `select 'upload' as what, id, storage_key as key, size, null as sha256, mime_type, false as settled
   from media_uploads where status <> 'done'`,
]

/** What the database says about these objects, by their keys. Nothing about an object means that nobody wants it. */
export async function thingsOf(
  system: Database['system'],
  keys: readonly string[],
): Promise<ReadonlyMap<string, StoredThing>> {
  const union = tables.join(' union all ')
  const { rows } = await system.raw<{ rows: Row[] }>(
    `select * from (${union}) thing where key = any(cast(:keys as text[]))`,
    { keys: [...keys] },
  )
  return new Map(rows.map((row) => [row.key, thingOf(row)]))
}

/** Everything whose bytes have to be there, page by page. */
export async function* settledThings(
  system: Database['system'],
): AsyncGenerator<readonly StoredThing[]> {
  for (const table of tables) {
    let after = '00000000-0000-0000-0000-000000000000'
    for (;;) {
      const { rows } = await system.raw<{ rows: Row[] }>(
        `select * from (${table}) thing where id > cast(:after as uuid) and settled
         order by id limit ${pageSize}`,
        { after },
      )
      const last = rows.at(-1)
      if (last === undefined) break
      yield rows.map(thingOf)
      after = last.id
    }
  }
}

/** The media and thumbnails that came last, with their bytes. */
export async function newestThings(
  system: Database['system'],
  count: number,
): Promise<StoredThing[]> {
  const [media = '', thumbnails = ''] = tables
  const { rows } = await system.raw<{ rows: Row[] }>(
    `select * from (${media} union all ${thumbnails}) thing where settled order by id desc limit ?`,
    [count],
  )
  return rows.map(thingOf)
}

function thingOf({ what, id, key, size, sha256, mime_type: mimeType, settled }: Row): StoredThing {
  return { what, id, key, size: size === null ? null : Number(size), sha256, mimeType, settled }
}
