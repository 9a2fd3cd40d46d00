import { readProblem } from '@t21/meta-graph'
import type { ConnectorCall, ConnectorResponse, PublishMedia } from '@t21/plugin-kit'
import { failures } from '@t21/plugin-kit'
import { pending, type MediaProgress } from './checkpoint.ts'
import { facebookFailures } from './errors.ts'
import { maxRestarts } from './limits.ts'
import type { Settings } from './settings.ts'

/** One file on its way up. */
export interface UploadInput {
  readonly file: PublishMedia
  readonly progress: MediaProgress
  /** Of the part: `media[0]`. */
  readonly field: string
}

/** What a step has come to; 0 seconds where the next can be taken at once. */
export interface StepResult {
  readonly progress: MediaProgress
  readonly retryAfterSeconds: number
}

/** On to the next step at once. */
export function onwards(progress: MediaProgress): StepResult {
  return { progress, retryAfterSeconds: 0 }
}

/**
 * After a refusal: an upload that Facebook no longer knows (100/33) is begun anew, once.
 *
 * @throws ConnectorFailure for any other refusal
 */
export function restartOrThrow(
  call: ConnectorCall<Settings>,
  response: ConnectorResponse,
  { file, progress, field }: UploadInput,
): StepResult {
  const { code, subcode } = readProblem(response)
  const forgotten = code === 100 && subcode === 33
  if (!forgotten || progress.restarts >= maxRestarts) {
    throw facebookFailures.prepare(response, field, call.now)
  }
  return onwards(pending(file, progress.restarts + 1))
}

/** For an answer of success that cannot be understood. */
export function withoutMeaning(response: ConnectorResponse): Error {
  return failures.transient({
    message: 'Facebook answered an upload with something that T21 does not understand.',
    remedy: 'Nothing: it is tried again.',
    networkCode: String(response.status),
  })
}
