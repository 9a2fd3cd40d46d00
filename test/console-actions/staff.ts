import type { BulkResult } from '../../admin/src/commands/run-bulk.ts'
import { bulkPath } from '../support/console-bulk.ts'
import { consoleOrigin, cookieOf } from '../support/console.ts'
import type { Seen, StaffPerson, World } from './world.ts'

/** What somebody of the staff did, and what they were told. */
export interface Deed {
  readonly staff: StaffPerson
  readonly action: string
  readonly subjectId: string
  readonly accepted: boolean
  readonly status: number
  readonly message: string
}

interface Told {
  readonly message?: string
  readonly notice?: { readonly type: string; readonly message: string }
  readonly error?: { readonly message: string }
  readonly results?: readonly BulkResult[]
}

/** Sends the form of a command of a record. */
export async function command(
  world: World,
  staff: StaffPerson,
  at: { readonly lookup: string; readonly id: string; readonly action: string },
  more: object = {},
): Promise<Deed> {
  const path = `/admin/api/resources/${at.lookup}/records/${at.id}/${at.action}`
  const told = await post(world, staff, path, more)
  return { staff, action: at.action, subjectId: at.id, ...told }
}

/** Lets nothing go out to a network. */
export async function stop(world: World, staff: StaffPerson, platform: string): Promise<Deed> {
  const code = await freshCode(world, staff)
  const more = { command: 'stop', platform, code }
  const told = await post(world, staff, '/admin/api/pages/plugins', more)
  return { staff, action: 'stop', subjectId: platform, ...told }
}

/** What an authenticator shows: as if half a minute had passed since it was asked last. */
export async function freshCode({ context }: World, { id, code }: StaffPerson): Promise<string> {
  await context.database
    .system('staff_authenticators')
    .where({ staff_id: id })
    .update({ last_step: null })
  return code()
}

/** What a person says of the part that waits for a decision: what they see at the network now, of the delivery as they found it. */
export function sight(
  { networks }: World,
  { account, number, part, version }: Seen,
  withUrl = true,
): {
  readonly outcome: 'published' | 'not_published'
  readonly url?: string
  readonly version: number
} {
  const [found] = networks.postsOf(account, number, part)
  if (found === undefined) return { outcome: 'not_published', version }
  return { outcome: 'published', version, ...(withUrl && { url: networks.urlOf(found) }) }
}

/** Retries many at once, as after an outage: one deed for each of them. */
export async function retryMany(
  world: World,
  staff: StaffPerson,
  ids: readonly string[],
): Promise<Deed[]> {
  const path = `/admin${bulkPath('deliveries', 'retry-many', ids)}`
  const { status, told } = await send(world, staff, path, {})
  const { results = [], error } = told
  if (error !== undefined) {
    const refused = { accepted: false, status, message: error.message }
    return ids.map((subjectId) => ({ staff, action: 'retry', subjectId, ...refused }))
  }
  return results.map(({ id: subjectId, message, outcome }) => ({
    staff,
    action: 'retry',
    subjectId,
    accepted: outcome === 'done',
    // One that broke is an error of the server's, as if it had been alone.
    status: outcome === 'broke' ? 500 : status,
    message,
  }))
}

async function post(
  world: World,
  staff: StaffPerson,
  path: string,
  more: object,
): Promise<Pick<Deed, 'accepted' | 'status' | 'message'>> {
  const { ok, status, told, text } = await send(world, staff, path, more)
  const { notice, error } = told
  // A page says what its command did without a notice.
  const accepted = notice === undefined ? ok && error === undefined : notice.type === 'success'
  const message = notice?.message ?? error?.message ?? told.message ?? text.slice(0, 200)
  return { accepted, status, message }
}

async function send({ url }: World, { token }: StaffPerson, path: string, more: object) {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { ...cookieOf(token), 'content-type': 'application/json', referer: consoleOrigin },
    body: JSON.stringify({ reason: 'A customer asked for it.', ...more }),
  })
  const text = await answer.text()
  const told = (text.startsWith('{') ? JSON.parse(text) : {}) as Told
  return { ok: answer.ok, status: answer.status, told, text }
}
