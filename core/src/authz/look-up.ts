import type { Knex } from 'knex'
import { ApiError } from '../errors.ts'
import type { Principal } from './principal.ts'
import type { Membership } from './vocabulary.ts'

/** Who somebody is, as the database says now. */
export type Person = Omit<Principal, 'organizationIds' | 'ability'>

/** How long ago the use of a key was noted before it is noted again: at most one write a minute. */
const noteEverySeconds = 60

interface Row {
  readonly email: string
  readonly email_verified_at: Date | null
  readonly locale: string | null
  readonly memberships: readonly Membership[] | null
}

interface KeyRow extends Row {
  readonly id: string
  readonly user_id: string
  readonly scopes: readonly string[]
  readonly remaining: number | null
  readonly to_note: boolean
}

/** A person's place in organizations `o` by memberships `m`, as {@link Membership}. */
const membership = `json_build_object('organizationId', o.id, 'role', m.role,
  'personal', o.personal, 'tier', o.subscription_tier, 'brandIds', m.brand_ids)`

/** The places of a person `u` in all organizations that are open, the personal one first. */
const memberships = `(
  select json_agg(${membership} order by o.personal desc, o.id)
  from team_members m join organizations o on o.id = m.organization_id
  where m.user_id = u.id and o.status = 'active') as memberships`

/** The person behind a live session. @throws ApiError UNAUTHORIZED */
export async function lookUpSession(
  system: Knex,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string },
): Promise<Person> {
  const { rows } = await system.raw<{ rows: (Row & { readonly staff_id: string | null })[] }>(
    `select u.email, u.email_verified_at, u.locale, s.staff_id, ${memberships}
     from sessions s join users u on u.id = s.user_id
     where s.id = ? and u.id = ? and s.revoked_at is null and s.expires_at > clock_timestamp()
       and u.status = 'active' and not exists (
         select from staff_members t where t.id = s.staff_id and t.removed_at is not null)`,
    [sessionId, userId],
  )
  const [row] = rows
  if (row === undefined) throw new ApiError('UNAUTHORIZED', 'Invalid or expired token')
  const viewedBy = row.staff_id === null ? {} : { viewedBy: row.staff_id }
  return personOf(row, userId, { kind: 'session', sessionId, ...viewedBy })
}

/**
 * A person as of now, for what a job does in their name.
 *
 * @param purpose stands in place of a session
 * @returns undefined for somebody who is not there any more, or suspended
 */
export async function lookUpUser(
  system: Knex,
  userId: string,
  purpose: string,
): Promise<Person | undefined> {
  const { rows } = await system.raw<{ rows: Row[] }>(
    `select u.email, u.email_verified_at, u.locale, ${memberships}
     from users u where u.id = ? and u.status = 'active'`,
    [userId],
  )
  const [row] = rows
  return row && personOf(row, userId, { kind: 'session', sessionId: purpose })
}

/**
 * The person behind a live key, as a member of the key's organization and of no other: what a key may do is what its creator
 * may do there today. Notes that the key was used.
 *
 * @returns besides, how many milliseconds the key has left; `null` for one without an end
 * @throws ApiError UNAUTHORIZED, also where the creator left, or the person or the organization is suspended
 */
export async function lookUpApiKey(
  system: Knex,
  hash: Buffer,
): Promise<{ readonly person: Person; readonly remaining: number | null }> {
  const { rows } = await system.raw<{ rows: KeyRow[] }>(
    `select k.id, k.user_id, k.scopes, u.email, u.email_verified_at, u.locale,
       json_build_array(${membership}) as memberships,
       cast(extract(epoch from k.expires_at - clock_timestamp()) * 1000 as float8) as remaining,
       ${notedLongAgo} as to_note
     from api_keys k
     join users u on u.id = k.user_id and u.status = 'active'
     join organizations o on o.id = k.organization_id and o.status = 'active'
     join team_members m on m.organization_id = o.id and m.user_id = u.id
     where k.key_hash = ? and k.revoked_at is null
       and (k.expires_at is null or k.expires_at > clock_timestamp())`,
    [noteEverySeconds, hash],
  )
  const [row] = rows
  if (row === undefined) throw new ApiError('UNAUTHORIZED', 'Invalid or expired API key')
  if (row.to_note) {
    await system.raw(
      `update api_keys k set last_used_at = clock_timestamp() where id = ? and ${notedLongAgo}`,
      [row.id, noteEverySeconds],
    )
  }
  const credential = { kind: 'api_key', apiKeyId: row.id, scopes: row.scopes } as const
  return { person: personOf(row, row.user_id, credential), remaining: row.remaining }
}

const notedLongAgo = `(k.last_used_at is null
  or k.last_used_at < clock_timestamp() - ? * interval '1 second')`

function personOf(row: Row, userId: string, credential: Person['credential']): Person {
  return {
    userId,
    credential,
    email: row.email,
    emailVerified: row.email_verified_at !== null,
    locale: row.locale,
    memberships: row.memberships ?? [],
  }
}
