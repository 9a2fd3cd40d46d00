import { isConnectorFailure } from '../../failures.ts'
import type { Bench } from '../bench/bench.ts'
import type { Session } from '../bench/session.ts'
import { wordsOf, type Check, type Report } from '../check.ts'
import type { ConformanceCase } from '../options.ts'
import { walk } from './walk.ts'

/** What is removed is not there any more, what is gone already counts as a success, and a fault never does. */
export const remove: Check = {
  name: 'remove',
  absent({ options: { connector } }) {
    return connector.remove === undefined ? 'The connector has no "remove".' : undefined
  },
  async run(bench, report) {
    for (const draft of bench.options.cases) {
      // Under an id that the network never tells, nothing can be removed.
      if (!draft.idWithheld) await removeCase(bench, draft, report)
    }
  },
}

async function removeCase(bench: Bench, draft: ConformanceCase, report: Report): Promise<void> {
  const { session, memories } = await walk(bench, draft)
  const parts = memories.flatMap(({ published }) => published ?? [])
  // As T21 does: whatever hangs on the post goes before it.
  for (const { remoteId, provisional, handedOver } of parts.toReversed()) {
    if (provisional || handedOver) continue
    const before = await session.wall()
    await bench.control.arm('error_500_before')
    const faulted = await attempt(bench, session, remoteId)
    await bench.control.disarm()
    report.ok(
      faulted !== undefined,
      `"remove" of "${draft.name}" was a success, and the network had answered with a fault.`,
    )
    const failure = await attempt(bench, session, remoteId)
    if (isConnectorFailure(failure) && failure.kind === 'permission' && failure.details.remedy) {
      report.ok(
        (await session.wall()).length === before.length,
        `"remove" of "${draft.name}" says that it may not, and it is gone.`,
      )
      return
    }
    report.ok(
      failure === undefined,
      `"remove" of "${draft.name}" failed: ${wordsOf(failure)}; where the network lets this account remove nothing, throw "permission" with a remedy.`,
    )
    const after = await session.wall()
    report.ok(
      after.length === before.length - 1,
      `After "remove" of a part of "${draft.name}" the network shows ${after.length} posts; it showed ${before.length}.`,
    )
    const again = await attempt(bench, session, remoteId)
    report.ok(
      again === undefined,
      `"remove" of "${draft.name}" failed the second time: one that is gone is a success: ${wordsOf(again)}`,
    )
  }
}

async function attempt(bench: Bench, session: Session, remoteId: string): Promise<unknown> {
  try {
    await session.verb('remove', async () =>
      bench.options.connector.remove?.(session.call(), remoteId),
    )
    return undefined
  } catch (error) {
    return error ?? new Error('It threw nothing.')
  }
}
