import type { Knex } from 'knex'

/** One use of a key. */
export interface KeyedRequest {
  readonly userId: string
  readonly key: string
  readonly method: string
  readonly path: string
  /** Of everything else that makes it this request. */
  readonly hash: Buffer
  readonly requestId: string
}

/** What became of the wish to use a key. */
export type Claim =
  | { readonly outcome: 'mine' }
  | { readonly outcome: 'running' }
  | { readonly outcome: 'other_request' }
  | { readonly outcome: 'answered'; readonly status: number; readonly response: string }

/** How long a key belongs to a request that does not renew it: a died request frees its key. */
const lease = "interval '60 seconds'"

/** How often a long request renews it. */
export const renewalMilliseconds = 20_000

/**
 * Takes a key for this request, in one statement: where nobody has it, where its last use is older than
 * a day, and where the same request died with it. Of many at once, one gets it.
 */
export async function claimKey(system: Knex, request: KeyedRequest): Promise<Claim> {
  const { userId, key, method, path, hash, requestId } = request
  const { rows } = await system.raw<{ rows: unknown[] }>(
    `insert into idempotency_keys as k
       (user_id, key, method, path, body_hash, locked_by, locked_until)
     values (?, ?, ?, ?, ?, ?, clock_timestamp() + ${lease})
     on conflict (user_id, key) do update set method = excluded.method, path = excluded.path,
       body_hash = excluded.body_hash, locked_by = excluded.locked_by,
       locked_until = excluded.locked_until, status = null, response = null,
       created_at = clock_timestamp()
     where k.created_at < clock_timestamp() - interval '24 hours'
       or (k.status is null and k.locked_until < clock_timestamp() and k.method = excluded.method
         and k.path = excluded.path and k.body_hash = excluded.body_hash)
     returning 1`,
    [userId, key, method, path, hash, requestId],
  )
  return rows.length > 0 ? { outcome: 'mine' } : look(system, request)
}

interface Row {
  readonly method: string
  readonly path: string
  readonly body_hash: Buffer
  readonly status: number | null
  readonly response: string | null
}

async function look(system: Knex, { userId, key, method, path, hash }: KeyedRequest) {
  const row = await system('idempotency_keys')
    .where({ user_id: userId, key })
    .first<Row | undefined>('method', 'path', 'body_hash', 'status', 'response')
  // Gone between the two statements: its request failed. To ask again is right in that case too.
  if (row === undefined) return { outcome: 'running' } as const
  if (row.method !== method || row.path !== path || !row.body_hash.equals(hash)) {
    return { outcome: 'other_request' } as const
  }
  if (row.status === null) return { outcome: 'running' } as const
  return { outcome: 'answered', status: row.status, response: row.response ?? '' } as const
}

/** Keeps a key for a request that still runs. */
export async function renewKey(system: Knex, request: KeyedRequest): Promise<void> {
  await held(system, request).update({ locked_until: system.raw(`clock_timestamp() + ${lease}`) })
}

/** Writes down the answer that every repetition gets. */
export async function keepAnswer(
  system: Knex,
  request: KeyedRequest,
  answer: { readonly status: number; readonly response: string },
): Promise<void> {
  await held(system, request).update(answer)
}

/** Gives a key back: the request changed nothing, and may be sent again. */
export async function freeKey(system: Knex, request: KeyedRequest): Promise<void> {
  await held(system, request).delete()
}

/** The row, as long as nobody else has taken it over. */
function held(system: Knex, { userId, key, requestId }: KeyedRequest): Knex.QueryBuilder {
  return system('idempotency_keys')
    .where({ user_id: userId, key, locked_by: requestId })
    .whereNull('status')
}
