import type { Bench } from '../bench/bench.ts'
import { ProcessDied } from '../bench/probe-http.ts'
import type { Check, Report } from '../check.ts'
import { deliver, freshMemories } from '../courier/deliver.ts'
import { afterDeath } from '../courier/memory.ts'
import type { ConformanceCase } from '../options.ts'
import { judgeWalk } from './verdict.ts'
import { stepsOf, type Step } from './walk.ts'

/**
 * The process dies before and after every request of every case, and goes on from what was stored: in the end everything is
 * there once, or a person is asked.
 */
export const crashPoints: Check = {
  name: 'crash points',
  async run(bench, report) {
    for (const draft of bench.options.cases) {
      for (const step of sample(await stepsOf(bench, draft))) {
        await crash(bench, draft, step, 'die_before', report)
        await crash(bench, draft, step, 'die_after', report)
      }
    }
  },
}

/** Of many equal requests in a row, such as the pieces of an upload, the first two and the last. */
function sample(steps: readonly Step[]): readonly Step[] {
  function like(one: Step, other: Step | undefined): boolean {
    return one.verb === other?.verb && one.operation === other.operation
  }
  return steps.filter(
    (step, at) =>
      !like(step, steps[at - 1]) || !like(step, steps[at - 2]) || !like(step, steps[at + 1]),
  )
}

async function crash(
  bench: Bench,
  draft: ConformanceCase,
  step: Step,
  how: 'die_before' | 'die_after',
  report: Report,
): Promise<void> {
  const { connector } = bench.options
  const session = await bench.open()
  const parts = bench.parts(draft)
  const memories = freshMemories(parts)
  session.http.interfere = async (index) => (index === step.index ? how : undefined)
  try {
    await deliver({ connector, session, parts, memories })
  } catch (error) {
    if (!(error instanceof ProcessDied)) throw error
  }
  session.revive()
  const kept = memories.map(afterDeath)
  const ending = await deliver({ connector, session, parts, memories: kept })
  const where = how === 'die_before' ? 'before' : 'after'
  const when = `when the process died ${where} request ${step.index + 1} (${step.verb}: ${step.operation})`
  // What was begun, and cannot be read back, is for a person.
  const allowed = { needsPerson: step.verb === 'commit', failed: false }
  await judgeWalk({ session, parts, memories: kept, ending }, draft, when, allowed, report)
}
