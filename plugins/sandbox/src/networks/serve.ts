import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
import type { Outcome } from '../faults/play.ts'
import type { Sandbox } from '../sandbox.ts'
import { wait } from '../wait.ts'
import { callEndpoint, type Result } from './call-endpoint.ts'
import type { FoundEndpoint, Host } from './host-routes.ts'
import { largestBody, readBody } from './read-body.ts'
import { receivedRequest } from './received-request.ts'
import { sendReply } from './send-reply.ts'

/** Serves a request to an emulated host. */
export async function serve(
  sandbox: Sandbox,
  host: Host,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const at = sandbox.clock.now().toISOString()
  const { method = 'GET', url = '/' } = request
  const { path, query } = splitUrl(url, host.name)
  const candidates = host.find(method, path)
  let found = candidates[0]

  const body = await readBody(request)
  if (body === 'gone') return
  const result = await resultOf(body)

  sandbox.requests.add({
    at,
    network: (found?.endpoint.network ?? host.network).emulator.network,
    operation: found?.endpoint.route.operation ?? null,
    method,
    path: `/${host.name}${path}`,
    status: typeof result.outcome === 'object' ? result.outcome.status : null,
    fault: result.fault,
  })
  deliver(result.outcome, response)

  async function resultOf(rawBody: Buffer | 'too large'): Promise<Result> {
    if (rawBody === 'too large') return { outcome: tooLarge(), fault: null }
    const latency = sandbox.settings.latencyMilliseconds
    if (latency > 0) await wait(latency)
    const target = { host: host.name, path, query, params: {} }
    const received = await receivedRequest(request, target, rawBody)
    found = claimed(candidates, received) ?? found
    if (found === undefined) {
      const { emulator, context } = host.network
      return { outcome: emulator.errors.notFound(context, received), fault: null }
    }
    return await callEndpoint(sandbox, found.endpoint, { ...received, params: found.params })
  }
}

/** Where several networks could answer, the one that knows the request as its own. */
function claimed(
  candidates: readonly FoundEndpoint[],
  request: EmulatorRequest,
): FoundEndpoint | undefined {
  if (candidates.length < 2) return undefined
  return candidates.find(({ endpoint: { network }, params }) =>
    network.emulator.claims?.({ ...request, params }, network.context),
  )
}

function splitUrl(url: string, host: string): { path: string; query: string } {
  const rest = url.slice(host.length + 1)
  const mark = rest.indexOf('?')
  const path = mark === -1 ? rest : rest.slice(0, mark)
  return { path: path === '' ? '/' : path, query: mark === -1 ? '' : rest.slice(mark + 1) }
}

function tooLarge(): Outcome {
  const message = `The sandbox takes bodies of up to ${largestBody} bytes. Send it in smaller chunks.`
  return { status: 413, json: { error: { code: 'BODY_TOO_LARGE', message } } }
}

function deliver(outcome: Outcome, response: ServerResponse): void {
  if (outcome === 'reset') response.socket?.resetAndDestroy()
  else if (outcome === 'cut') response.socket?.destroy()
  else if (outcome !== 'silence') sendReply(response, outcome)
}
