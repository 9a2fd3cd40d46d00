import type {
  EmulatorContext,
  EmulatorErrors,
  EmulatorRequest,
  EmulatorResponse,
  FaultName,
} from '@t21/plugin-kit/sandbox'
import { contentOf } from '../networks/send-reply.ts'
import { wait } from '../wait.ts'
import type { ArmedFault } from './fault-list.ts'

/** The faults that the host plays; the others are asked for by the emulation. */
export const playedByHost: ReadonlySet<FaultName> = new Set<FaultName>([
  'reset_before_commit',
  'error_500_before',
  'rate_limited',
  'token_dead',
  'slow',
  'hang',
  'lose_reply_after_commit',
  'error_500_after',
  'garbage_reply',
])

/** How long `slow` waits where nothing else is said, in milliseconds. */
const defaultSlowness = 3000

/** What comes back from an emulated endpoint: an answer, or what happens to the connection instead. */
export type Outcome = EmulatorResponse | 'reset' | 'cut' | 'silence'

/** A request that is about to be handled. */
export interface Call {
  readonly errors: EmulatorErrors
  readonly context: EmulatorContext
  readonly request: EmulatorRequest
  handle(): Promise<EmulatorResponse>
}

/** Handles a request under a fault. */
export async function play(fault: ArmedFault | undefined, call: Call): Promise<Outcome> {
  const { errors, context, request, handle } = call
  switch (fault?.fault) {
    case 'reset_before_commit':
      return 'reset'
    case 'hang':
      return 'silence'
    case 'error_500_before':
      return errors.serverError(context, request)
    case 'rate_limited':
      return errors.rateLimited(context, request)
    case 'token_dead':
      return errors.tokenDead(context, request)
    case 'slow':
      await wait(fault.milliseconds ?? defaultSlowness)
      return await handle()
    case 'lose_reply_after_commit':
      await handle()
      return 'cut'
    case 'error_500_after':
      await handle()
      return errors.serverError(context, request)
    case 'garbage_reply':
      return garbageInsteadOf(await handle())
    default:
      return await handle()
  }
}

/** The first half of a JSON answer, or half a page; the status promises success. */
function garbageInsteadOf(reply: EmulatorResponse): EmulatorResponse {
  if (reply.json === undefined) {
    return { status: 200, html: '<!doctype html><html><head><title>Sorry</title></he' }
  }
  const { type = '', payload } = contentOf(reply)
  const half = String(payload).slice(0, Math.ceil(payload.length / 2))
  return { status: 200, headers: { 'content-type': type }, text: half }
}
