import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type {
  EmulatorContext,
  EmulatorRequest,
  EmulatorResponse,
  EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { answered } from '../api/errors.ts'
import { requireKey, requireRights } from '../api/keys.ts'
import { admittedModel } from './admission.ts'
import { readBody } from './body.ts'
import { picturesOf } from './pictures.ts'
import { replyOf } from './reply.ts'
import { streamOf } from './stream.ts'
import { completionOf } from './views.ts'

/** How long a whole answer of a slow model takes, in milliseconds. */
const slowness = 4_000

/** Chat completions, whole and as they are written. */
export const chatRoutes: readonly EmulatorRoute[] = [
  {
    method: 'POST',
    host: 'openrouter.ai',
    path: '/api/v1/chat/completions',
    operation: 'create_chat_completion',
    handle: (request, context) => answered(() => complete(request, context)),
  },
]

async function complete(
  request: EmulatorRequest,
  context: EmulatorContext,
): Promise<EmulatorResponse> {
  const key = requireKey(request)
  const body = readBody(request)
  requireRights(key, context)
  const model = admittedModel(body, context)
  const pictures = await picturesOf(body.messages, context)
  const seconds = Math.floor(context.now().getTime() / 1000)
  const reply = replyOf(body, model, pictures)
  const shown = {
    id: `gen-${seconds}-${randomBytes(15).toString('base64url')}`,
    created: seconds,
    model: model.id,
    provider: 'Sandbox',
    ...reply,
    breaksOff: context.fault('processing_failed') || model.trait === 'breaks-off',
  }
  const slow = context.fault('processing_slow') || model.trait === 'slow'
  const headers = { 'X-Generation-Id': shown.id }
  if (body.stream === true) {
    return {
      status: 200,
      headers: { ...headers, 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
      stream: streamOf(shown, slow),
    }
  }
  if (slow) await wait(slowness)
  return { status: 200, headers, json: completionOf(shown) }
}
