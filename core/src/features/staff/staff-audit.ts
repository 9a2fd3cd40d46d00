import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import type { StaffPrincipal } from './staff-principal.ts'
import type { StaffSubject } from './staff-roles.ts'

/** What is done, to what, of whom, and why. */
export interface StaffAct {
  /** What: `retry`, or `read`. */
  readonly action: string
  readonly subject: StaffSubject
  readonly subjectId: string | null
  readonly organizationId?: string | null
  readonly userId?: string | null
  readonly reason?: string
  /** What was typed besides. No secrets. */
  readonly input?: Readonly<Record<string, unknown>>
}

type Snapshot = Readonly<Record<string, unknown>> | null

/**
 * Does something that has to stand in the audit log of the staff: it is written down, with its reason, before it begins, and
 * its outcome afterwards. Where the process dies in between, the entry says `begun`.
 *
 * @param look what the thing looks like, without secrets; asked before and after
 * @throws what `work` throws, after it was written down
 */
export async function recordedAct<Result>(
  { database }: Pick<Context, 'database'>,
  staff: StaffPrincipal,
  act: StaffAct,
  look: () => Promise<Snapshot>,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = await look()
  const id = await insert(database.system, staff, act, { before: snapshot(before) })
  const end = (outcome: string, more: { after?: Snapshot; error?: string } = {}) =>
    database
      .system('staff_audit')
      .where({ id })
      .update({
        outcome,
        after: snapshot(more.after ?? null),
        error: more.error ?? null,
        ended_at: database.system.raw('clock_timestamp()'),
      })
  let result: Result
  try {
    result = await work()
  } catch (error) {
    if (error instanceof ApiError) {
      await end('refused', { error: withoutAddresses(`${error.code}: ${error.message}`) })
    } else {
      // What it says may hold anything; the process log has it under the id of the request.
      await end('failed', { error: 'It broke; the log has it.' })
    }
    throw error
  }
  // It is done: that it cannot be looked at now changes nothing of that.
  await end('done', { after: await look().catch(() => null) })
  return result
}

/** Writes down that somebody looked at a customer's data. */
export async function recordReading(
  { database }: Pick<Context, 'database'>,
  staff: StaffPrincipal,
  what: Omit<StaffAct, 'action' | 'reason'>,
): Promise<void> {
  await insert(
    database.system,
    staff,
    { ...what, action: 'read' },
    { outcome: 'done', ended_at: database.system.raw('clock_timestamp()') },
  )
}

async function insert(
  system: Context['database']['system'],
  staff: StaffPrincipal,
  act: StaffAct,
  more: Readonly<Record<string, unknown>>,
): Promise<string> {
  const [row] = await system('staff_audit')
    .insert({
      staff_id: staff.staffId,
      staff_email: staff.email,
      staff_role: staff.role,
      action: act.action,
      subject: act.subject,
      subject_id: act.subjectId,
      organization_id: act.organizationId ?? null,
      user_id: act.userId ?? null,
      reason: act.reason === undefined ? null : withoutAddresses(act.reason),
      input: json(act.input ?? null),
      session_id: staff.sessionId,
      ip_address: staff.ipAddress,
      user_agent: staff.userAgent,
      request_id: staff.requestId,
      ...more,
    })
    .returning<{ id: string }[]>('id')
  if (row === undefined) throw new Error('The audit log of the staff took nothing.')
  return row.id
}

/** This log is never changed, and people are erased: their addresses do not go into it. */
function withoutAddresses(text: string): string {
  return text.replaceAll(/[^\s@<>()[\]",;:]+@[^\s@<>()[\]",;:]+/g, '[address]')
}

function json(value: Snapshot): string | null {
  return value === null ? null : JSON.stringify(value)
}

/** What a thing looked like. A reason that was given may be a part of it by now. */
function snapshot(value: Snapshot): string | null {
  if (value === null) return null
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'string' ? withoutAddresses(part) : part,
  )
}
