import type { EmulatorContext, EmulatorResponse, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { subRequest, type SubRequest } from './batch-operation.ts'
import { graphError, invalidParameter, unknownPath } from './errors.ts'
import { batchSize } from './limits.ts'
import { graphRoute, type GraphCall, type GraphHost } from './route.ts'

/**
 * `POST /{v}/` with `batch=[{method,relative_url,body}]` (facebook.md 0): up to 50 operations, each handled and counted as
 * if it had come alone, each with an answer of its own in the order of the operations. The batch itself counts as none.
 *
 * The fault `processing_slow` (operation `batch`) leaves the second half undone, which is `null` in the answer;
 * `processing_failed` answers the first operation with an error of the server.
 *
 * @param routes of the same emulation, which handle the operations
 */
export function batchRoutes<Caller>(
  { host, app, identify }: GraphHost<Caller>,
  routes: readonly EmulatorRoute[],
): readonly EmulatorRoute[] {
  const known = routes.filter((route) => route.host === host)
  return [
    graphRoute<Caller>(
      { host, app, identify },
      {
        method: 'POST',
        path: '/',
        operation: 'batch',
        handle: (call) => answerBatch(call, known),
      },
    ),
  ]
}

async function answerBatch<Caller>(
  call: GraphCall<Caller>,
  routes: readonly EmulatorRoute[],
): Promise<EmulatorResponse> {
  const { params, context } = call
  const batch = params.json('batch')
  if (!Array.isArray(batch)) throw invalidParameter('(#100) param batch must be an array.')
  if (batch.length === 0) throw invalidParameter('(#100) The batch is empty.')
  if (batch.length > batchSize) {
    throw invalidParameter(`Too many requests in batch message. Maximum batch size is ${batchSize}`)
  }
  // One that is wrong in itself spoils the whole batch, before anything is done.
  const operations = batch.map((operation) => subRequest(call, operation, routes))
  const withHeaders = params.flag('include_headers') ?? true
  const done = context.fault('processing_slow') ? Math.floor(batch.length / 2) : batch.length
  const fails = context.fault('processing_failed')
  const answers: unknown[] = []
  for (const [at, operation] of operations.entries()) {
    if (at >= done) answers.push(null)
    else if (fails && at === 0) answers.push(shown(serverError(), withHeaders))
    else answers.push(shown(await carryOut(operation, context), withHeaders))
  }
  return { status: 200, json: answers }
}

async function carryOut(
  { request, route }: SubRequest,
  context: EmulatorContext,
): Promise<EmulatorResponse> {
  return route === undefined ? unknownPath(request.path) : await route.handle(request, context)
}

function shown(answer: EmulatorResponse, withHeaders: boolean): object {
  const { status, headers = {}, json, text = '' } = answer
  const named = Object.entries({
    'content-type': json === undefined ? 'text/plain' : 'application/json; charset=UTF-8',
    ...headers,
  })
  return {
    code: status,
    ...(withHeaders && { headers: named.map(([name, value]) => ({ name, value })) }),
    body: json === undefined ? text : JSON.stringify(json),
  }
}

function serverError(): EmulatorResponse {
  return graphError({
    message: 'An unexpected error has occurred. Please retry your request later.',
    code: 2,
    transient: true,
    status: 500,
  })
}
