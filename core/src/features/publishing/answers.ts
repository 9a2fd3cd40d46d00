import type {
  Checkpoint,
  CommitResult,
  ConfirmResult,
  FindResult,
  PrepareResult,
  Published,
} from '@t21/plugin-kit'
import { withinTime } from '../../http/within-time.ts'

/** An answer of a connector that is not in its contract: a bug of the plugin, and proof of nothing. */
export class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer'
}

const longestId = 500
const longestUrl = 2_000

/** Wait where a connector asks for one that is none, and the longest that is believed, in seconds. */
const usualWaitSeconds = 60
const longestWaitSeconds = 86_400

/**
 * Waits for a verb of a connector. One that never answers is given up while its lease still holds, so
 * that neither its account nor a place of this process is lost to it.
 *
 * @throws what the verb throws, or Error when the time is over
 */
export function answerOf<Answer>(leaseSeconds: number, verb: Promise<Answer>): Promise<Answer> {
  return withinTime(leaseSeconds * 800, Promise.resolve(verb))
}

/** @throws WrongAnswer */
export function readPrepared(answer: unknown): PrepareResult {
  const { state, ...rest } = objectOf(answer, 'prepare')
  if (state === 'ready') return { state, checkpoint: checkpointOf(rest['checkpoint'], 'prepare') }
  if (state !== 'waiting') throw stateless('prepare')
  return { state, ...pendingOf(rest, 'prepare') }
}

/** @throws WrongAnswer */
export function readCommitted(answer: unknown): CommitResult {
  const { state, ...rest } = objectOf(answer, 'commit')
  if (state === 'published') return { state, ...publishedOf(rest, 'commit') }
  if (state !== 'accepted') throw stateless('commit')
  return { state, ...pendingOf(rest, 'commit') }
}

/** @throws WrongAnswer */
export function readConfirmed(answer: unknown): ConfirmResult {
  const { state, ...rest } = objectOf(answer, 'confirm')
  if (state === 'published') return { state, ...publishedOf(rest, 'confirm') }
  if (state !== 'waiting') throw stateless('confirm')
  return { state, ...pendingOf(rest, 'confirm') }
}

/** @throws WrongAnswer */
export function readFound(answer: unknown): FindResult {
  const { state, reason, ...published } = objectOf(answer, 'find')
  if (state === 'found') return { state, ...publishedOf(published, 'find') }
  if (state === 'accepted') return { state, ...pendingOf(published, 'find') }
  if (state === 'absent') return { state }
  if (state !== 'cannot_tell') throw stateless('find')
  return { state, reason: String(reason) }
}

function objectOf(answer: unknown, verb: string): Readonly<Record<string, unknown>> {
  if (typeof answer === 'object' && answer !== null) return { ...answer }
  throw new WrongAnswer(`"${verb}" must answer an object.`)
}

function stateless(verb: string): WrongAnswer {
  return new WrongAnswer(`"${verb}" answered a state that it does not have.`)
}

/** What is not over yet: where it stands, and when to ask again. */
function pendingOf(
  { checkpoint, retryAfterSeconds }: Readonly<Record<string, unknown>>,
  verb: string,
): { checkpoint: Checkpoint; retryAfterSeconds: number } {
  return {
    checkpoint: checkpointOf(checkpoint, verb),
    retryAfterSeconds: secondsOf(retryAfterSeconds),
  }
}

function publishedOf(answer: Readonly<Record<string, unknown>>, verb: string): Published {
  const { remoteId, url } = answer
  const usable =
    typeof remoteId === 'string' &&
    remoteId.length > 0 &&
    remoteId.length <= longestId &&
    remoteId.isWellFormed() &&
    !remoteId.includes('\0')
  if (!usable) throw new WrongAnswer(`"${verb}" must answer a "remoteId", 1 to ${longestId} long.`)
  return {
    remoteId,
    ...(isAddress(url) ? { url } : {}),
    ...(answer['provisional'] === true ? { provisional: true } : {}),
    ...(answer['handedOver'] === true ? { handedOver: true } : {}),
  }
}

/** People click on it; one that they cannot is left out, for the post is there all the same. */
function isAddress(url: unknown): url is string {
  if (typeof url !== 'string' || url.length > longestUrl) return false
  return ['https:', 'http:'].includes(URL.parse(url)?.protocol ?? '')
}

function checkpointOf(value: unknown, verb: string): Checkpoint {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && isJson(value)) {
    return value as Checkpoint
  }
  throw new WrongAnswer(`"${verb}" must answer a "checkpoint" that is a JSON object.`)
}

function isJson(value: object): boolean {
  try {
    return JSON.stringify(value) !== undefined
  } catch {
    return false
  }
}

function secondsOf(value: unknown): number {
  if (typeof value !== 'number' || Number.isNaN(value)) return usualWaitSeconds
  return Math.min(Math.max(value, 0), longestWaitSeconds)
}
