import { isConnectorFailure } from '../../failures.ts'
import type { FaultName } from '../../sandbox/index.ts'
import type { Bench } from '../bench/bench.ts'
import type { SeenFailure } from '../bench/session.ts'
import { patienceMs } from '../bench/wire.ts'
import type { Check, Report } from '../check.ts'
import type { ConformanceCase } from '../options.ts'
import { judgeWalk } from './verdict.ts'
import { losingCommit, stepsOf, walk, type Meddler, type Step } from './walk.ts'

/** Those that the host plays on any request. */
const playedByHost = [
  'reset_before_commit',
  'error_500_before',
  'error_500_after',
  'lose_reply_after_commit',
  'garbage_reply',
  'rate_limited',
  'token_dead',
  'slow',
  'hang',
] as const satisfies readonly FaultName[]

/** Those that the emulation plays where it knows what they mean. */
const playedByEmulation = ['delayed_visibility', 'processing_slow', 'processing_failed'] as const

/** How long a connector's request waits for a network that hangs, in milliseconds. */
const shortPatienceMs = 150

/** Every fault at every kind of request that a verb makes. */
export const faults: Check = {
  name: 'faults',
  async run(bench, report) {
    const known = new Set<string>()
    for (const draft of bench.options.cases) {
      await underEach(bench, draft, await stepsOf(bench, draft), undefined, known, report)
      const looking = await stepsOf(bench, draft, losingCommit())
      const finds = looking.filter(({ verb }) => verb === 'find')
      await underEach(bench, draft, finds, losingCommit, known, report)
      for (const fault of playedByEmulation) await inTheEmulation(bench, draft, fault, report)
    }
  },
}

async function underEach(
  bench: Bench,
  draft: ConformanceCase,
  steps: readonly Step[],
  first: (() => Meddler) | undefined,
  known: Set<string>,
  report: Report,
): Promise<void> {
  for (const step of steps) {
    const key = `${step.verb} ${step.operation}`
    if (known.has(key)) continue
    known.add(key)
    for (const fault of playedByHost) await underOne(bench, draft, step, fault, first?.(), report)
  }
}

async function underOne(
  bench: Bench,
  draft: ConformanceCase,
  step: Step,
  fault: FaultName,
  first: Meddler | undefined,
  report: Report,
): Promise<void> {
  const before = bench.seen.length
  const end = await walk(bench, draft, async (index, verb, http) => {
    if (index === step.index) await bench.control.arm(fault)
    http.timeoutMs = index === step.index && fault === 'hang' ? shortPatienceMs : patienceMs
    return first?.(index, verb, http)
  })
  const when = `under "${fault}" at ${step.verb} (${step.operation})`
  const unknown = step.verb === 'commit' || step.verb === 'find'
  await judgeWalk(end, draft, when, { needsPerson: unknown, failed: false }, report)
  const failure = bench.seen.slice(before).find(({ verb }) => verb === step.verb)
  // An upload address is its own key: it knows no token and no limit of calls.
  if (end.session.http.sent[step.index]?.signed) checkKind(fault, failure, step, report)
}

/** The two that the network says in words of its own have to be understood. */
function checkKind(
  fault: FaultName,
  seen: SeenFailure | undefined,
  { verb, operation }: Step,
  report: Report,
): void {
  // What is only asked for besides, such as an address, may be done without.
  if (seen === undefined) return
  const kind = isConnectorFailure(seen.error) ? seen.error.kind : 'an error of JavaScript'
  const at = `at ${verb} (${operation})`
  if (fault === 'token_dead') {
    report.ok(kind === 'reauth', `A dead token must be "reauth" ${at}, not ${kind}.`)
  }
  if (fault !== 'rate_limited') return
  report.ok(
    kind === 'rate_limited' || kind === 'quota',
    `"Too many requests" must be "rate_limited" ${at}, not ${kind}.`,
  )
  const headers = seen.answer?.headers ?? {}
  const told = Object.keys(headers).some((name) => /^retry-after$|rate-?limit-reset$/.test(name))
  const until = isConnectorFailure(seen.error) ? seen.error.details.until : undefined
  report.ok(
    !told || (until instanceof Date && !Number.isNaN(until.getTime())),
    `The network said until when it is too many ${at}: give "until".`,
  )
}

async function inTheEmulation(
  bench: Bench,
  draft: ConformanceCase,
  fault: (typeof playedByEmulation)[number],
  report: Report,
): Promise<void> {
  const end = await walk(bench, draft, undefined, () => bench.control.arm(fault))
  await bench.control.disarm()
  // An answer to a post that is not shown yet may be a matter for a person.
  const needsPerson = fault === 'delayed_visibility' && bench.parts(draft).length > 1
  const allowed = { needsPerson, failed: fault === 'processing_failed' }
  await judgeWalk(end, draft, `under "${fault}"`, allowed, report)
}
