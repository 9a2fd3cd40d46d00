import type { Reply } from './reply.ts'

/** An answer with its names. */
export interface Shown extends Reply {
  readonly id: string
  readonly created: number
  readonly model: string
  readonly provider: string
  /** The provider behind it leaves in the middle. */
  readonly breaksOff: boolean
}

/** The error of an answer that breaks off ("Errors and debugging", "Mid-stream errors"). */
export const brokenOff = {
  code: 502,
  message: 'Provider disconnected unexpectedly',
  metadata: { error_type: 'provider_unavailable' },
}

/** What every object of an answer has. */
export function headOf({ id, provider, model, created }: Shown, object: string) {
  return { id, provider, model, object, created }
}

/** A whole answer; one that breaks off has what was said, and the error within its choice. */
export function completionOf(shown: Shown) {
  const { text, refusal, finish, usage, breaksOff, hasChoice } = shown
  const said = breaksOff ? text.slice(0, Math.ceil(text.length / 2)) : text
  const content = refusal === null ? said : null
  const choice = {
    index: 0,
    logprobs: null,
    finish_reason: breaksOff ? 'error' : finish,
    native_finish_reason: breaksOff ? 'error' : finish,
    message: { role: 'assistant', content, refusal, reasoning: null },
    ...(breaksOff && { error: brokenOff }),
  }
  return {
    ...headOf(shown, 'chat.completion'),
    system_fingerprint: null,
    choices: hasChoice ? [choice] : [],
    usage,
  }
}
