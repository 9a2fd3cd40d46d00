import {
  isProviderFailure,
  ProviderFailure,
  type Ai,
  type AiAnswer,
  type AiRequest,
} from '@t21/plugin-kit'
import type { ModelHealth } from './model-health.ts'
import { withoutAsked } from './without-asked.ts'

/** One call of a model, as it is stored. */
export interface CallRecord {
  readonly model: string
  readonly answer: AiAnswer | undefined
  /** How the answer ended, or what kept it from coming. */
  readonly outcome: string
  readonly milliseconds: number
}

/** What asks, and who wants to know of it. */
export interface Asking {
  readonly ai: Ai
  readonly health: ModelHealth
  readonly signal: AbortSignal
  /** Text as it is written; without it the answer comes as a whole. */
  readonly onText: ((text: string) => void) | undefined
  /** Stores what a call cost, whatever came of it. */
  onCall(call: CallRecord): Promise<void>
}

/**
 * Asks a model once. What the process learns of the model by it is noted in its health. What it throws repeats nothing that was
 * asked.
 *
 * @throws ProviderFailure, or what the signal was aborted with
 */
export async function askModel(asking: Asking, request: AiRequest): Promise<AiAnswer> {
  const { health, signal } = asking
  const { model } = request
  const started = performance.now()
  const seen = (outcome: string, answer?: AiAnswer): Promise<void> =>
    asking.onCall({
      model,
      answer,
      outcome,
      milliseconds: Math.round(performance.now() - started),
    })
  let answer: AiAnswer
  try {
    answer = await call(asking, request)
  } catch (error) {
    const failure = isProviderFailure(error) ? error : undefined
    const aborted = signal.aborted && failure === undefined
    if (failure?.kind === 'rate_limited') health.pause(model, failure.until)
    else if (failure?.kind === 'transient' || failure?.kind === 'absent') health.failed(model)
    else if (aborted && isTimeout(signal)) health.failed(model)
    await seen(failure?.kind ?? (aborted ? 'aborted' : 'error'))
    throw aborted ? error : withoutAsked(error, request)
  }
  health.worked(model)
  await seen(answer.finish, answer)
  return answer
}

/** Whether time was up, and nobody went. */
export function isTimeout({ reason }: AbortSignal): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError'
}

async function call({ ai, signal, onText }: Asking, request: AiRequest): Promise<AiAnswer> {
  signal.throwIfAborted()
  if (onText === undefined) return untilAborted(ai.generate(request, { signal }), signal)
  const steps = ai.stream(request, { signal })[Symbol.asyncIterator]()
  try {
    for (;;) {
      const { done, value } = await untilAborted(steps.next(), signal)
      if (done === true) break
      if (value.kind === 'answer') return value.answer
      onText(value.text)
    }
  } finally {
    steps.return?.().catch(() => undefined)
  }
  throw new ProviderFailure('transient', { message: 'The answer broke off.' })
}

/** Time is up also for a provider that does not hear of it. */
async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
