import type { StaffSubject } from '../../core/src/features/staff/staff-roles.ts'
import type { Answer, Sent } from './client.ts'
import type { Cell } from './cells.ts'
import { marksIn } from './marks.ts'
import { faultsOf } from './page-rules.ts'
import type { Secrets } from './planted-secrets.ts'
import { includes, seenBy, type CallerName } from './rights.ts'

/** What a run found, in sentences. */
export interface Findings {
  requests: number
  /** Whose data somebody got who may: what nobody gets could not be found where it must not be. */
  readonly seen: Set<StaffSubject>
  /** Somebody got something that their role does not give. */
  readonly beyondRole: string[]
  /** A secret, or something of another customer. */
  readonly leaks: string[]
  /** Something was written that must not be. */
  readonly written: string[]
  /** A page that could run a stranger's script, or leads elsewhere. */
  readonly pages: string[]
  /** Somebody was refused who may, or something broke. */
  readonly unexpected: string[]
}

/** Nothing found yet. */
export function newFindings(): Findings {
  return {
    requests: 0,
    seen: new Set(),
    beyondRole: [],
    leaks: [],
    written: [],
    pages: [],
    unexpected: [],
  }
}

/** A request, and what it is meant to be. */
export interface Asked {
  readonly cell: Cell
  readonly caller: CallerName
  readonly sent: Sent
  /** By method and origin, whoever asks: what is not, is refused to everybody. */
  readonly proper: boolean
  /** The address as it is, without anything besides. */
  readonly plain: boolean
}

const withoutRole: ReadonlySet<CallerName> = new Set(['nobody', 'pending', 'removed'])

/** Judges an answer by what `rights.ts` says. */
export function judge(findings: Findings, secrets: Secrets, asked: Asked, answer: Answer): void {
  const { caller, cell, plain, proper, sent } = asked
  findings.requests += 1
  const told = () =>
    `${caller}: ${sent.method} ${sent.target} → ${answer.status} ${answer.text.slice(0, 300)}`
  const text = `${answer.text}\n${JSON.stringify(answer.headers)}`
  const secret = secrets.foundIn(text)
  if (secret !== undefined) findings.leaks.push(`${secret}: ${told()}`)
  if (answer.status >= 500) findings.unexpected.push(told())
  for (const fault of faultsOf(answer)) findings.pages.push(`${fault}: ${told()}`)

  const marks = marksIn(text)
  const may = proper && includes(cell.callers, caller)
  if (may) for (const { subject } of marks) findings.seen.add(subject)
  const unseen = marks.find(({ subject }) => !may || !includes(seenBy[subject], caller))
  if (unseen !== undefined) findings.beyondRole.push(`${unseen.subject}: ${told()}`)
  const stranger = marks.find(({ world }) => cell.world !== undefined && world !== cell.world)
  if (stranger !== undefined)
    findings.leaks.push(`another customer's ${stranger.subject}: ${told()}`)

  const refused = isRefused(answer, withoutRole.has(caller))
  if (!may && !refused) findings.beyondRole.push(told())
  if (may && plain && !isRight(cell, answer)) findings.unexpected.push(told())
}

const refusals = new Set([400, 401, 403, 404, 405, 414, 415, 429])

/** Whoever has no role learns nothing, not even what AdminJS says of what it refuses, which it does with 200. */
function isRefused({ headers, status, text }: Answer, strictly: boolean): boolean {
  if (refusals.has(status)) return true
  if (status === 303 && headers['location'] === '/admin/login') return true
  // What browsers ask before they ask: an answer without content.
  if (status === 204 && text === '') return true
  return !strictly && status === 200 && isForbidden(text)
}

function isForbidden(text: string): boolean {
  return /^\{"record":\{.*"baseError":\{[^}]*"type":"ForbiddenError"\}/.test(text)
}

/** What somebody gets who may, and asks in the plain form; commands, that they have to fill in the form. */
function isRight({ form, method, posted, url }: Cell, { status, text }: Answer): boolean {
  if (method === 'POST' && url.startsWith('/admin/login')) return status < 500
  if (/^\/admin\/log(in\/|out)/.test(url) && status === 303) return true
  if (form !== undefined && method === 'POST') {
    const asAdminJs = posted === undefined && !url.includes('/bulk/')
    return asAdminJs
      ? status === 200 && !isForbidden(text)
      : status === 200 || text.includes('"code":"VALIDATION_ERROR"')
  }
  return status === 200 && !isForbidden(text) && !/"notice":\{[^}]*"type":"error"/.test(text)
}
