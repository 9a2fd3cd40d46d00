import { createWriteStream } from 'node:fs'
import type { LookupFunction } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Agent, request, type Dispatcher } from 'undici'
import {
  assertLiteral,
  guardLookup,
  isLoopbackAddress,
  isPublicAddress,
} from './guarded-client.address.ts'
import { UrlRefused } from './guarded-client.error.ts'
import { parseUserUrl } from './guarded-client.url.ts'

const defaultTimeoutMs = 15_000

/** What one call may cost. */
export interface FetchLimits {
  readonly maxBytes: number
  /** For everything together: name, connection, head and body. 15 seconds by default. */
  readonly timeoutMs?: number
  /** What to ask for, as in the `Accept` header. */
  readonly accept?: string
}

/** A fetched body. */
export interface Fetched {
  /** Bytes. */
  readonly size: number
  /** What the server calls it, without parameters, in lower case; not to be believed. */
  readonly contentType: string | undefined
}

/** A message for an address that a user gave. */
export interface PostedMessage {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** How many bytes of the answer are wanted; the rest is not read. */
  readonly keepBytes: number
  /** For everything together. 15 seconds by default. */
  readonly timeoutMs?: number
}

/** What was said to it, whatever the status: a redirect is an answer like any other, and not followed. */
export interface PostAnswer {
  readonly status: number
  readonly headers: Dispatcher.ResponseData['headers']
  /** The beginning of the body. */
  readonly beginning: Buffer
}

/** The one HTTP client for addresses that users give. */
export interface GuardedClient {
  /** Refuses what can be refused without asking a name server. @throws UrlRefused */
  check(url: string): void
  /** Streams into a file that must not exist yet; removing it is the caller's. @throws UrlRefused */
  fetchToFile(url: string, path: string, limits: FetchLimits): Promise<Fetched>
  /** Sends a message and hears the beginning of the answer. @throws UrlRefused */
  post(url: string, message: PostedMessage): Promise<PostAnswer>
}

/** How a guarded client is made. */
export interface GuardedClientOptions {
  /** `config.allowPrivateImports`, `config.allowLoopbackWebhooks`: lets loopback addresses, plain http and every port through. */
  readonly allowLoopback: boolean
  /** In place of the system's resolver. */
  readonly lookup?: LookupFunction
  /** Lets plain http and every port through, but no other address: the address wall by itself. */
  readonly anyPort?: boolean
}

/**
 * Makes the client through which every address given by a user is fetched (reliability.md 6).
 *
 * It speaks https on port 443 to public addresses, and to nothing else; it resolves a name once,
 * checks every address, and connects to what it checked. Redirects are errors, since they would lead
 * around the check. No proxy of the environment is used, no connection is kept, no body unpacked.
 */
export function makeGuardedClient(options: GuardedClientOptions): GuardedClient {
  const anyPort = options.allowLoopback || options.anyPort === true
  const lookup = guardLookup(mayConnect, options.lookup)

  function mayConnect(address: string): boolean {
    return isPublicAddress(address) || (options.allowLoopback && isLoopbackAddress(address))
  }

  function parse(given: string): URL {
    const url = parseUserUrl(given, { anyPort })
    assertLiteral(url.hostname, mayConnect)
    return url
  }

  async function reach<Result>(
    given: string,
    timeout: number,
    use: (url: URL, way: { dispatcher: Agent; signal: AbortSignal }) => Promise<Result>,
  ): Promise<Result> {
    const url = parse(given)
    const signal = AbortSignal.timeout(timeout)
    const dispatcher = new Agent({
      connect: { lookup, timeout },
      headersTimeout: timeout,
      bodyTimeout: timeout,
      allowH2: false,
      pipelining: 0,
    })
    try {
      return await use(url, { dispatcher, signal })
    } catch (error) {
      throw refusalOf(error, signal)
    } finally {
      await dispatcher.destroy()
    }
  }

  return {
    check: (given) => void parse(given),
    fetchToFile: (given, path, limits) =>
      reach(given, limits.timeoutMs ?? defaultTimeoutMs, async (url, way) => {
        const headers = { ...ourHeaders, accept: limits.accept ?? '*/*' }
        const response = await request(url, { ...way, headers })
        assertAnswer(response, limits.maxBytes)
        const target = createWriteStream(path, { flags: 'wx', mode: 0o600 })
        const { maxBytes } = limits
        const size = await copy(response.body, target, { maxBytes, signal: way.signal })
        return { size, contentType: contentTypeOf(response) }
      }),
    post: (given, { timeoutMs = defaultTimeoutMs, ...message }) =>
      reach(given, timeoutMs, async (url, way) => {
        const headers = { ...message.headers, ...ourHeaders }
        const response = await request(url, { ...way, method: 'POST', headers, body: message.body })
        const { statusCode: status, body } = response
        return { status, headers: response.headers, beginning: await head(body, message.keepBytes) }
      }),
  }
}

const ourHeaders = { 'accept-encoding': 'identity', 'user-agent': 'T21' }

/** The beginning of a body; whether it comes to its end matters to nobody. */
async function head(body: Readable, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= mostBytes) break
    }
  } catch {
    // It broke off; what had come is what was said.
  }
  return Buffer.concat(chunks).subarray(0, mostBytes)
}

function assertAnswer(response: Dispatcher.ResponseData, maxBytes: number): void {
  const { statusCode, headers } = response
  if (statusCode >= 300 && statusCode < 400) {
    throw new UrlRefused('redirect', 'The address redirects; give the address it leads to.')
  }
  if (statusCode !== 200) {
    throw new UrlRefused('answer', `The server answered with status ${statusCode}.`)
  }
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') {
    throw new UrlRefused('answer', 'The server answered with a compressed body.')
  }
  if (Number(headers['content-length']) > maxBytes) throw tooLarge(maxBytes)
}

async function copy(
  body: Readable,
  target: Writable,
  options: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<number> {
  let size = 0
  await pipeline(
    body,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        size += chunk.length
        if (size > options.maxBytes) throw tooLarge(options.maxBytes)
        yield chunk
      }
    },
    target,
    { signal: options.signal },
  )
  return size
}

function contentTypeOf({ headers }: Dispatcher.ResponseData): string | undefined {
  const value = [headers['content-type']].flat()[0]
  return value?.split(';')[0]?.trim().toLowerCase()
}

function tooLarge(maxBytes: number): UrlRefused {
  return new UrlRefused('too_large', `The file is larger than ${maxBytes} bytes.`)
}

function refusalOf(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof UrlRefused) return error
  if (!(error instanceof Error)) return error
  if (error.cause instanceof UrlRefused) return error.cause
  if (signal.aborted || error.name === 'ConnectTimeoutError') {
    return new UrlRefused('timeout', 'The server took too long.', { cause: error })
  }
  const code = 'code' in error ? String(error.code) : ''
  if (/CERT|TLS|SSL|SELF_SIGNED/.test(code)) {
    return new UrlRefused('unreachable', 'The certificate of the server is not trusted.', {
      cause: error,
    })
  }
  // A full disk is our fault, not the address's.
  if (code === 'ENOSPC' || code === 'EEXIST' || code === 'EACCES') return error
  return new UrlRefused('unreachable', 'The server did not answer completely.', { cause: error })
}
