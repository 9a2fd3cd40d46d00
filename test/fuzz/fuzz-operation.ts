import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { Case } from './case.ts'
import { casesOf } from './cases.ts'
import { mismatchesOf, type Mismatch } from './checks.ts'
import type { Contract } from './contract.ts'
import { likely } from './right-cases.ts'
import { sendableOf, type Sendable } from './sendable.ts'
import { wantsVersion } from './slots.ts'
import type { Sent, Stage } from './stage.ts'
import { verdictOn } from './verdict.ts'
import { ways } from './ways.ts'

/** A mismatch, with the request that shows it again. */
export interface Finding extends Mismatch {
  readonly operation: string
  readonly request: string
  times: number
}

/** What was found about one operation. */
export interface OperationReport {
  readonly operation: string
  readonly cases: number
  /** How many of its requests were answered 2xx or 3xx. */
  readonly through: number
  readonly findings: readonly Finding[]
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>
}

/** Tries an operation: at first some requests that should get through, then everything. The same seed draws the same. */
export async function fuzzOperation(
  stage: Stage,
  contract: Contract,
  { seed, cases }: { readonly seed: number; readonly cases: number },
): Promise<OperationReport> {
  const own = seedOf(seed, contract.id)
  const first = Math.ceil(cases / 8)
  const drawn = [
    ...fc.sample(likely(contract), { seed: own, numRuns: first }),
    ...fc.sample(casesOf(contract), { seed: own, numRuns: cases - first }),
  ]
  const findings = new Map<string, Finding>()
  const statuses = new Map<number, number>()
  let through = 0
  for (const [index, each] of drawn.entries()) {
    const { request, answer } = await ask(stage, contract, each)
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    if (answer.status < 400 && each.kind === 'likely') through += 1
    for (const mismatch of mismatchesOf(contract, request, verdictOn(contract, request), answer)) {
      note(findings, contract, mismatch, `case ${index}, ${each.who}, ${toldOf(request)}`)
    }
    if (spends(contract, each, answer)) stage.spend()
  }
  return {
    operation: contract.id,
    cases: drawn.length,
    through,
    findings: [...findings.values()],
    statuses,
  }
}

async function ask(
  stage: Stage,
  contract: Contract,
  drawn: Case,
): Promise<{ request: Sendable; answer: Sent }> {
  const ours = await stage.ours()
  const way = /^(?:likely|header|asked)/.test(drawn.kind) ? ways[contract.id] : undefined
  const ready = way === undefined ? drawn : { ...drawn, ...(await way(stage, ours, drawn)) }
  const worlds = { ours, theirs: stage.theirs, version: 1 }
  const version = wantsVersion(ready) ? await versionOf(stage, sendableOf(ready, worlds)) : 1
  const request = sendableOf(ready, { ...worlds, version })
  return { request, answer: await stage.send(request, ready.who) }
}

/** The version of what a path names, or of what stands before the verb at its end. */
async function versionOf(stage: Stage, request: Sendable): Promise<number> {
  const [path = ''] = request.url.split('?', 1)
  for (const url of [path, path.slice(0, path.lastIndexOf('/'))]) {
    const { text, status } = await stage.send(
      {
        ...request,
        kind: 'version',
        method: 'GET',
        url,
        headers: {},
        json: undefined,
        bytes: undefined,
      },
      'owner',
    )
    const { data } = (status === 200 ? JSON.parse(text) : {}) as { data?: { version?: number } }
    if (data?.version !== undefined) return data.version
  }
  return 1
}

/** Whether the world is not what it was: something was deleted, ended or decided. */
function spends({ method, answers, path }: Contract, drawn: Case, { status }: Sent): boolean {
  if (drawn.kind === 'likely' && (status === 401 || status === 403)) return true
  if (status >= 300 || drawn.method === 'GET') return false
  return (
    method === 'DELETE' || (method === 'POST' && !answers.has(201)) || path.includes('/members/')
  )
}

function note(
  findings: Map<string, Finding>,
  { id }: Contract,
  mismatch: Mismatch,
  request: string,
): void {
  const key = `${mismatch.check} ${mismatch.sentence.replaceAll(/\d+|[0-9a-f-]{20,}/g, '#').slice(0, 120)}`
  const known = findings.get(key)
  if (known === undefined) findings.set(key, { ...mismatch, operation: id, request, times: 1 })
  else known.times += 1
}

/** The request in a line, to be read and sent again. */
function toldOf({ kind, method, url, headers, json, bytes }: Sendable): string {
  const body = json === undefined ? bytes?.toString('utf8') : JSON.stringify(json)
  return [
    `(${kind})`,
    method,
    short(url),
    ...(Object.keys(headers).length === 0 ? [] : [short(JSON.stringify(headers))]),
    ...(body === undefined ? [] : [short(body)]),
  ].join(' ')
}

function short(text: string): string {
  return text.length <= 500 ? text : `${text.slice(0, 400)}… (${text.length} characters)`
}

function seedOf(seed: number, operationId: string): number {
  return createHash('sha256').update(`${seed}|${operationId}`).digest().readInt32BE()
}
