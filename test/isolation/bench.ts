import type { App } from '../../core/src/http/app-instance.ts'
import type { TestDatabase } from '../support/database.ts'
import { operations, type Operation, type Place, type Request } from '../api-document/operations.ts'
import type { Ids, World } from '../api-document/world.ts'

/** What a run found. */
export interface Findings {
  readonly operations: number
  cells: number
  /** Sentences about answers that are not what the policy says. */
  readonly unexpected: string[]
  /** Sentences about what somebody saw or changed who must not. */
  readonly leaks: string[]
}

/** A server under attack, and what was found. */
export interface Bench {
  readonly app: App
  readonly database: TestDatabase
  readonly findings: Findings
}

/** Whoever asks; `null` for nobody. */
export type Caller = { readonly auth: { readonly authorization: string } } | null

/** An answer. */
export interface Sent {
  readonly status: number
  readonly text: string
  readonly headers: string
  /** Without what differs from request to request. */
  readonly comparable: string
}

/** Ids that look like all others, and are of nothing. */
export const missing: Ids = new Proxy({}, { get: () => '01997c3e-7a10-7c00-8000-00000000ffff' })

/** Nothing found yet. */
export function newFindings(): Findings {
  return { operations: operations.length, cells: 0, unexpected: [], leaks: [] }
}

/** The same ids wherever one can stand. */
export function everywhere(ids: Ids): Record<Place, Ids> {
  return { path: ids, query: ids, body: ids }
}

/** Sends a request as somebody. */
export async function send({ app }: Bench, who: Caller, request: Request): Promise<Sent> {
  const answer = await app.inject({
    method: request.method as 'GET',
    url: request.url,
    headers: who?.auth ?? {},
    ...(request.payload && { payload: request.payload }),
  })
  const comparable = answer.body
    .replace(/"requestId":"[^"]*"/, '')
    .replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '')
  const headers = JSON.stringify(answer.headers)
  return { status: answer.statusCode, text: answer.body, headers, comparable }
}

/** Expects a status, and where it is given a code. */
export function expect(
  { findings }: Bench,
  operation: Operation,
  who: string,
  wanted: { readonly status: number; readonly code?: string },
  answer: Sent,
): void {
  findings.cells += 1
  const coded = wanted.code === undefined || answer.text.includes(`"code":"${wanted.code}"`)
  if (answer.status === wanted.status && coded) return
  findings.unexpected.push(
    `${operation.id}: ${who} got ${answer.status} instead of ${wanted.status} ${wanted.code ?? ''}: ${answer.text.slice(0, 300)}`,
  )
}

/** What is somebody else's answers exactly like what does not exist. */
export function compare(
  { findings }: Bench,
  operation: Operation,
  who: string,
  foreign: Sent,
  none: Sent,
): void {
  findings.cells += 1
  if (foreign.status === none.status && foreign.comparable === none.comparable) return
  findings.unexpected.push(
    `${operation.id}: ${who}: ${foreign.status} ${foreign.comparable.slice(0, 300)} is not ${none.status} ${none.comparable.slice(0, 300)}`,
  )
}

/** Whoever may call it gets something, or is told what is wrong with the request itself. */
export function reaches(
  { findings }: Bench,
  operation: Operation,
  who: string,
  answer: Sent,
): void {
  findings.cells += 1
  if (![401, 403, 404].includes(answer.status) && answer.status < 500) return
  findings.unexpected.push(
    `${operation.id}: ${who} got ${answer.status} ${answer.text.slice(0, 300)}`,
  )
}

/** Nothing of an organization may reach somebody who does not belong to it. */
export function watch(
  { findings }: Bench,
  operation: Operation,
  ours: World,
  { who, request, answer }: { who: string; request: Request; answer: Sent },
): void {
  if (answer.text.includes(ours.canary) || answer.headers.includes(ours.canary)) {
    findings.leaks.push(`${operation.id}: ${who} saw ${answer.text.slice(0, 200)}`)
  }
  const asked = JSON.stringify(request)
  const told = Object.values(ours.ids).some((id) => answer.text.includes(id) && !asked.includes(id))
  if (answer.status < 300 && told) {
    findings.leaks.push(`${operation.id}: ${who} was told an id: ${answer.text.slice(0, 200)}`)
  }
}
