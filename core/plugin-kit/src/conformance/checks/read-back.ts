import type { FindResult } from '../../publishing.ts'
import type { Bench } from '../bench/bench.ts'
import { ProcessDied } from '../bench/probe-http.ts'
import type { Session } from '../bench/session.ts'
import { wordsOf, type Check, type Report } from '../check.ts'
import { deliverPart } from '../courier/deliver-part.ts'
import { afterDeath, freshMemory, type Memory } from '../courier/memory.ts'
import { linked } from '../courier/deliver.ts'
import type { ConformanceCase } from '../options.ts'

/** `find` says what is so, or that it cannot tell: about a post that is there, one that is not, and an older one. */
export const readBack: Check = {
  name: 'read-back',
  async run(bench, report) {
    for (const draft of bench.options.cases) {
      await there(bench, draft, false, report)
      await there(bench, draft, true, report)
      await notThere(bench, draft, report)
      await older(bench, draft, report)
    }
  },
}

async function there(
  bench: Bench,
  draft: ConformanceCase,
  delayed: boolean,
  report: Report,
): Promise<void> {
  const { quietSeconds, visibilityLagSeconds } = bench.options.connector.capabilities.readBack
  const session = await bench.open()
  if (delayed) await bench.control.arm('delayed_visibility')
  const memory = await stopAtCommit(bench, session, draft, 'die_after')
  if (memory === undefined) return
  const name = `"${draft.name}"${delayed ? ' that is not shown yet' : ''}`
  const first = await find(bench, session, draft, memory)
  if (!delayed || quietSeconds === 0) {
    report.ok(
      first.state !== 'absent',
      `"find" says absent of ${name}, whose answer was lost and which is there.`,
    )
  }
  // An absence counts only after these times.
  await session.advance(quietSeconds)
  await session.advance(visibilityLagSeconds + 1)
  const later = await find(bench, session, draft, memory)
  report.ok(
    later.state !== 'absent',
    `"find" says absent of ${name} after "quietSeconds" and "visibilityLagSeconds", and it is there.`,
  )
  if (later.state !== 'found' || draft.handedOver || draft.idWithheld) return
  const [post] = await session.wall()
  report.ok(
    post === undefined || later.provisional === true || sameId(later.remoteId, post.id),
    `"find" found ${later.remoteId}, and ${name} is ${post?.id}.`,
  )
}

async function notThere(bench: Bench, draft: ConformanceCase, report: Report): Promise<void> {
  const session = await bench.open()
  const memory = await stopAtCommit(bench, session, draft, 'die_before')
  if (memory === undefined) return
  const result = await find(bench, session, draft, memory)
  report.ok(
    result.state === 'absent' || result.state === 'cannot_tell',
    `"find" says ${result.state} of "${draft.name}", which was never sent.`,
  )
}

/** The same words, published before: not this one. */
async function older(bench: Bench, draft: ConformanceCase, report: Report): Promise<void> {
  const { connector } = bench.options
  const session = await bench.open()
  const [loose] = bench.parts(draft)
  if (loose === undefined) return
  const part = linked(loose, [])
  const first = await deliverPart({
    connector,
    session,
    part,
    memory: freshMemory(),
    claimed: [],
  })
  if (first.state !== 'published') return
  const { remoteId } = first.published
  const claimed = await stopAtCommit(bench, session, draft, 'die_before')
  if (claimed === undefined) return
  const known = await find(bench, session, draft, claimed, [remoteId])
  report.ok(
    known.state !== 'found' || known.remoteId !== remoteId,
    `"find" takes another delivery's post, which is in "claimedRemoteIds", for "${draft.name}".`,
  )
  await session.advance(3_600)
  session.revive()
  const old = await stopAtCommit(bench, session, draft, 'die_before')
  if (old === undefined) return
  const result = await find(bench, session, draft, old)
  report.ok(
    result.state !== 'found',
    `"find" takes a post of an hour before "intentAt" for "${draft.name}".`,
  )
}

/** Runs until the process dies in `commit`. @returns `undefined` where it was refused before */
async function stopAtCommit(
  bench: Bench,
  session: Session,
  draft: ConformanceCase,
  how: 'die_before' | 'die_after',
): Promise<Memory | undefined> {
  const { connector } = bench.options
  const [loose] = bench.parts(draft)
  if (loose === undefined) return undefined
  const memory = freshMemory()
  session.http.interfere = async () => (session.http.verb === 'commit' ? how : undefined)
  try {
    await deliverPart({ connector, session, part: linked(loose, []), memory, claimed: [] })
    return undefined
  } catch (error) {
    if (!(error instanceof ProcessDied)) throw error
  }
  session.revive()
  return afterDeath(memory)
}

async function find(
  bench: Bench,
  session: Session,
  draft: ConformanceCase,
  { checkpoint, intentAt }: Memory,
  claimed: readonly string[] = [],
): Promise<FindResult> {
  const [loose] = bench.parts(draft)
  if (loose === undefined) throw new Error('A draft without a part.')
  const call = session.findCall(new Date(intentAt ?? 0), claimed)
  try {
    return await session.verb('find', () =>
      bench.options.connector.find(call, linked(loose, []), checkpoint ?? {}),
    )
  } catch (error) {
    return { state: 'cannot_tell', reason: wordsOf(error) }
  }
}

/** Networks write one id in several forms: `page_post` and `post`. */
function sameId(one: string, other: string): boolean {
  return one === other || one.endsWith(other) || other.endsWith(one)
}
