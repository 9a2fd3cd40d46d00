import type { Connector } from '../../connector.ts'
import { isConnectorFailure } from '../../failures.ts'
import type { PublishPart } from '../../parts.ts'
import type { Checkpoint, PrepareResult, Published } from '../../publishing.ts'
import type { WallPost } from '../../sandbox/index.ts'
import type { Bench } from '../bench/bench.ts'
import { draftOf, type LoosePart } from '../bench/parts.ts'
import type { Session } from '../bench/session.ts'
import { wordsOf, type Check, type Report } from '../check.ts'
import { linked } from '../courier/deliver.ts'
import { stored } from '../courier/memory.ts'
import type { ConformanceCase } from '../options.ts'

const maxSteps = 300

/** Every case through the four verbs, when nothing goes wrong. */
export const verbs: Check = {
  name: 'verbs',
  async run(bench, report) {
    for (const draft of bench.options.cases) {
      const session = await bench.open()
      try {
        await publish(bench, session, draft, report)
      } catch (error) {
        report.ok(false, `"${draft.name}" was not published: ${wordsOf(error)}`)
      }
    }
  },
}

async function publish(
  bench: Bench,
  session: Session,
  draft: ConformanceCase,
  report: Report,
): Promise<void> {
  const { connector } = bench.options
  const parts = bench.parts(draft)
  const { issues } = connector.validate(parts.map(draftOf), bench.facts(session), bench.settings)
  for (const { severity, message } of issues) {
    report.ok(
      severity === 'warning',
      `"validate" refuses the good draft "${draft.name}": ${message}`,
    )
  }
  const ids: string[] = []
  for (const loose of parts) {
    const part = linked(loose, ids)
    const checkpoint = await prepare(connector, session, part, draft, report)
    const before = await session.wall()
    report.ok(
      before.length === ids.length || draft.handedOver === true,
      `"${draft.name}" is visible before "commit": "prepare" must show nothing.`,
    )
    const published = await commit(connector, session, part, checkpoint, draft, report)
    ids.push(published.remoteId)
    report.ok(
      (published.handedOver ?? false) === (draft.handedOver ?? false),
      `"${draft.name}" must ${draft.handedOver ? '' : 'not '}be "handedOver".`,
    )
    await look(session, loose, published, draft, ids.length, report)
  }
  report.ok(new Set(ids).size === ids.length, `Two parts of "${draft.name}" have one id.`)
}

/**
 * Every step twice from the same stored checkpoint: what was stored may be all that is left. Where the network does not
 * take a step twice, `preparation_lost` begins anew, which is once enough.
 */
async function prepare(
  connector: Readonly<Connector>,
  session: Session,
  part: PublishPart,
  draft: ConformanceCase,
  report: Report,
): Promise<Checkpoint> {
  let checkpoint: Checkpoint | null = null
  let twice = true
  for (let step = 0; step < maxSteps; step += 1) {
    const from: Checkpoint | null = checkpoint
    const requests = session.http.sent.length
    const ask = (): Promise<PrepareResult> =>
      session.verb('prepare', () => connector.prepare(session.call(), part, from))
    let first = await ask()
    report.ok(
      session.http.sent.length - requests <= 3,
      `A step of "prepare" made ${session.http.sent.length - requests} requests for "${draft.name}": take one step a call.`,
    )
    try {
      if (twice) first = await ask()
    } catch (error) {
      if (!isConnectorFailure(error) || error.kind !== 'preparation_lost') throw error
      twice = false
      checkpoint = null
      continue
    }
    const again: Checkpoint = stored(first.checkpoint)
    report.ok(
      same(again, first.checkpoint),
      `A checkpoint of "${draft.name}" is not plain JSON: it comes back changed from a database.`,
    )
    checkpoint = again
    if (first.state === 'ready') {
      return again
    }
    await session.advance(first.retryAfterSeconds)
  }
  throw new Error(`"prepare" was not ready within ${maxSteps} steps.`)
}

async function commit(
  connector: Readonly<Connector>,
  session: Session,
  part: PublishPart,
  checkpoint: Checkpoint,
  draft: ConformanceCase,
  report: Report,
): Promise<Published> {
  const before = session.http.sent.length
  const result = await session.verb('commit', () =>
    connector.commit(session.call(), part, checkpoint),
  )
  const requests = session.http.sent.length - before
  report.ok(
    requests === 1,
    `"commit" of "${draft.name}" made ${requests} requests; it makes exactly one.`,
  )
  if (result.state === 'published') return result
  let accepted = stored(result.checkpoint)
  await session.advance(result.retryAfterSeconds)
  for (let step = 0; step < maxSteps; step += 1) {
    const current = accepted
    const answer = await session.verb('confirm', async () => {
      if (connector.confirm === undefined) {
        throw new Error('"commit" answered "accepted", and there is no "confirm".')
      }
      return await connector.confirm(session.call(), part, current)
    })
    if (answer.state === 'published') return answer
    accepted = stored(answer.checkpoint)
    await session.advance(Math.max(1, answer.retryAfterSeconds))
  }
  throw new Error(`"confirm" did not end within ${maxSteps} questions.`)
}

async function look(
  session: Session,
  part: LoosePart,
  published: Published,
  draft: ConformanceCase,
  count: number,
  report: Report,
): Promise<void> {
  report.ok(
    published.url === undefined || URL.canParse(published.url),
    `The "url" of "${draft.name}" is no address: ${published.url}`,
  )
  if (draft.handedOver) return
  const wall = await session.wall()
  report.ok(
    wall.length === count,
    `"${draft.name}" is ${wall.length} posts; it should be ${count}.`,
  )
  const post = wall.find(({ id }) => id === published.remoteId) ?? wall[0]
  if (post === undefined) return
  const wrong = part.position === 0 && draft.looks ? draft.looks(post) : lookOf(post, part)
  report.ok(wrong === undefined, `"${draft.name}" looks wrong: ${wrong}`)
}

function lookOf(post: WallPost, part: LoosePart): string | undefined {
  if (post.text.trim() !== part.text.trim()) return `its text is "${post.text}".`
  const kinds = post.media.map(({ kind }) => kind).join(', ')
  const wanted = part.media.map(({ kind }) => kind).join(', ')
  return kinds === wanted ? undefined : `its media are [${kinds}] instead of [${wanted}].`
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other) && !hasOddities(other)
}

/** What JSON loses without a word. */
function hasOddities(value: unknown): boolean {
  if (value instanceof Date || value instanceof Map || value instanceof Set) return true
  if (typeof value === 'bigint' || typeof value === 'function') return true
  if (typeof value === 'number') return !Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(hasOddities)
}
