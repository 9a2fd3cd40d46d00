import type { Connector } from '../../connector.ts'
import { isConnectorFailure } from '../../failures.ts'
import type { Bench } from '../bench/bench.ts'
import { wordsOf, type Check, type Report } from '../check.ts'
import { linked } from '../courier/deliver.ts'
import { deliverPart } from '../courier/deliver-part.ts'
import { freshMemory } from '../courier/memory.ts'
import type { ConformanceCase } from '../options.ts'

/** Whatever `cancel` answers: the end that `confirm` tells is the one that the network shows. */
export const cancel: Check = {
  name: 'cancel',
  absent({ options: { connector } }) {
    return connector.cancel === undefined ? 'The connector has no "cancel".' : undefined
  },
  async run(bench, report) {
    let canceled = 0
    for (const draft of bench.options.cases) {
      for (const slow of [false, true]) {
        if (await callOff(bench, draft, slow, report)) canceled += 1
      }
    }
    report.ok(canceled > 0, 'No case could be called off, so "cancel" does nothing.')
  },
}

/** @returns whether the network gave it up */
async function callOff(
  bench: Bench,
  draft: ConformanceCase,
  slow: boolean,
  report: Report,
): Promise<boolean> {
  const session = await bench.open()
  if (slow) await bench.control.arm('processing_slow')
  const [loose] = bench.parts(draft)
  if (loose === undefined) return false
  let asked = 0
  const connector = wishing(bench.options.connector, (state) => {
    asked += 1
    report.ok(
      state === 'requested' || state === 'too_late',
      `"cancel" of "${draft.name}" answered "${String(state)}".`,
    )
  })
  const part = linked(loose, [])
  const ending = await deliverPart({ connector, session, part, memory: freshMemory(), claimed: [] })
  await bench.control.disarm()
  if (asked === 0) return false
  const { length } = await session.wall()
  if (ending.state === 'published') {
    report.ok(
      length === 1 || ending.published.handedOver === true,
      `"${draft.name}" was called off, "confirm" says that it is there, and it is not.`,
    )
    return false
  }
  const failure = ending.state === 'failed' ? ending.error : ending.reason
  const gaveUp = isConnectorFailure(failure) && failure.kind === 'canceled'
  report.ok(
    gaveUp,
    `"${draft.name}" was called off and ended otherwise than published or "canceled": ${wordsOf(failure)}`,
  )
  report.ok(
    length === 0,
    `"${draft.name}" was called off, "confirm" says that it was given up, and it is there.`,
  )
  return gaveUp
}

/** The connector as T21 uses it where somebody called the delivery off; asked twice, because answers get lost. */
function wishing(
  connector: Readonly<Connector>,
  saw: (state: unknown) => void,
): Readonly<Connector> {
  return {
    ...connector,
    async confirm(call, part, checkpoint) {
      for (let time = 0; time < 2; time += 1) {
        saw((await connector.cancel?.(call, part, checkpoint))?.state)
      }
      if (connector.confirm === undefined) throw new Error('There is no "confirm".')
      return await connector.confirm(call, part, checkpoint)
    },
  }
}
