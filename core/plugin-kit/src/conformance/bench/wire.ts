import { Agent, request as send, type IncomingMessage } from 'node:http'
import type { ConnectorResponse } from '../../http.ts'
import type { Encoded } from './encode.ts'

const agent = new Agent({ keepAlive: true })

/** Longer than any emulation needs on a busy machine, in milliseconds. */
export const patienceMs = 10_000

/**
 * Sends one request over a kept connection, once; redirects are answers. Rejects where no complete answer came. A suite
 * makes many thousands of them: `fetch` takes several times as long.
 */
export function exchange(
  method: string,
  url: URL,
  { headers, body }: Encoded = { headers: {}, body: undefined },
  timeoutMs: number = patienceMs,
): Promise<ConnectorResponse> {
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers, agent, signal: AbortSignal.timeout(timeoutMs) })
    request.on('error', reject)
    request.on('response', (response) => {
      read(response).then(resolve, reject)
    })
    request.end(body)
  })
}

async function read(response: IncomingMessage): Promise<ConnectorResponse> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return { status: response.statusCode ?? 0, headers, text, json: parse(text) }
}

/** Ids of several networks are numbers that JavaScript would round: those stay the digits that were sent. */
function keepDigits(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  return source !== undefined && /^-?\d+$/.test(source) ? source : value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, keepDigits) as unknown
  } catch {
    return undefined
  }
}
