import type { Bench } from '../bench/bench.ts'
import type { LoosePart } from '../bench/parts.ts'
import type { Interference, ProbeHttp } from '../bench/probe-http.ts'
import type { Session } from '../bench/session.ts'
import { deliver, freshMemories } from '../courier/deliver.ts'
import type { Ending } from '../courier/deliver-part.ts'
import type { Memory } from '../courier/memory.ts'
import type { ConformanceDraft } from '../options.ts'

/** A delivery from its beginning to its end, on a network as new. */
export interface Walk {
  readonly session: Session
  readonly parts: readonly LoosePart[]
  readonly memories: readonly Memory[]
  readonly ending: Ending
}

/** Something that happens to requests: told the position and the verb. */
export type Meddler = (
  index: number,
  verb: string,
  http: ProbeHttp,
) => Promise<Interference | undefined>

/** Walks a whole delivery. @throws ProcessDied never: use `crash` for that */
export async function walk(
  bench: Bench,
  draft: ConformanceDraft,
  meddle?: Meddler,
  before?: (session: Session) => Promise<void>,
): Promise<Walk> {
  const session = await bench.open()
  await before?.(session)
  if (meddle !== undefined) {
    session.http.interfere = (index) => meddle(index, session.http.verb, session.http)
  }
  const parts = bench.parts(draft)
  const memories = freshMemories(parts)
  const { connector } = bench.options
  const ending = await deliver({ connector, session, parts, memories })
  return { session, parts, memories, ending }
}

/** One request of a walk. */
export interface Step {
  readonly index: number
  readonly verb: string
  readonly operation: string
}

/** The requests of a walk in which nothing, or only what `meddle` does, goes wrong. */
export async function stepsOf(
  bench: Bench,
  draft: ConformanceDraft,
  meddle?: Meddler,
): Promise<readonly Step[]> {
  const { session } = await walk(bench, draft, meddle)
  const operations = await bench.control.operations()
  const { sent } = session.http
  // The log also has the sign-in before it.
  const mine = operations.slice(operations.length - sent.length)
  return sent.map(({ verb }, index) => ({ verb, index, operation: mine[index] ?? '?' }))
}

/** Loses the answer to the first `commit`, which the network has handled. */
export function losingCommit(): Meddler {
  let done = false
  return async (_index, verb) => {
    if (done || verb !== 'commit') return undefined
    done = true
    return 'lose_answer'
  }
}
