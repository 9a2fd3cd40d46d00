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

/** The one HTTP client for addresses that users give. */
export interface GuardedClient {
  /** Streams into a file that must not exist yet; removing it is the caller's. @throws UrlRefused */
  fetchToFile(url: string, path: string, limits: FetchLimits): Promise<Fetched>
}

/** How a guarded client is made. */
export interface GuardedClientOptions {
  /** `config.allowPrivateImports`: lets loopback addresses, plain http and every port through. */
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

  async function fetchToFile(given: string, path: string, limits: FetchLimits): Promise<Fetched> {
    const url = parseUserUrl(given, { anyPort })
    assertLiteral(url.hostname, mayConnect)
    const timeout = limits.timeoutMs ?? defaultTimeoutMs
    const signal = AbortSignal.timeout(timeout)
    const agent = new Agent({
      connect: { lookup, timeout },
      headersTimeout: timeout,
      bodyTimeout: timeout,
      allowH2: false,
      pipelining: 0,
    })
    try {
      const response = await request(url, {
        dispatcher: agent,
        signal,
        headers: {
          accept: limits.accept ?? '*/*',
          'accept-encoding': 'identity',
          'user-agent': 'T21',
        },
      })
      assertAnswer(response, limits.maxBytes)
      const target = createWriteStream(path, { flags: 'wx', mode: 0o600 })
      const size = await copy(response.body, target, { maxBytes: limits.maxBytes, signal })
      return { size, contentType: contentTypeOf(response) }
    } catch (error) {
      throw refusalOf(error, signal)
    } finally {
      await agent.destroy()
    }
  }

  return { fetchToFile }
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
