import autocannon from 'autocannon'
import { quantile } from '../support/statistics.ts'
import type { Author, NewPost } from './recipe.ts'

/** How requests of one kind are made. */
export interface RequestKind {
  readonly method: 'GET' | 'POST'
  readonly path: string
}

/** Where they go and who makes them: one access token an author. */
export interface Target {
  readonly url: string
  readonly authors: readonly Author[]
  readonly tokens: ReadonlyMap<string, string>
}

/** What a load showed. */
export interface Load {
  readonly perSecond: number
  /** Milliseconds, one a request. */
  readonly latencies: readonly number[]
}

/**
 * Sends requests for so many seconds over so many connections. Reads are all of the first author; creations take
 * turns over all of them, each with a text of its own and a minute of the next thirty days.
 *
 * @throws Error where a request did not succeed: failures are cheap and would flatter
 */
export async function load(
  kind: RequestKind,
  target: Target,
  options: { readonly connections: number; readonly seconds: number },
): Promise<Load> {
  const latencies: number[] = []
  let number = 0

  function make(): { headers: Record<string, string>; body?: string } {
    const author = target.authors[kind.method === 'GET' ? 0 : (number += 1) % target.authors.length]
    if (author === undefined) throw new Error('There is no author.')
    const authorization = `Bearer ${target.tokens.get(author.userId)}`
    if (kind.method === 'GET') return { headers: { authorization } }
    return {
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(newPost(author, number)),
    }
  }

  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const test = autocannon(
      {
        url: `${target.url}${kind.path}`,
        connections: options.connections,
        duration: options.seconds,
        requests: [{ method: kind.method, setupRequest: (request) => ({ ...request, ...make() }) }],
      },
      (error: Error | null, found) => (error === null ? resolve(found) : reject(error)),
    )
    test.on('response', (_client, _status, _bytes, milliseconds) => {
      latencies.push(milliseconds)
    })
  })
  if (result.non2xx + result.errors + result.timeouts > 0) {
    throw new Error(
      `${kind.method} ${kind.path}: ${result.non2xx} refused, ${result.errors} failed, ${result.timeouts} timed out.`,
    )
  }
  return { perSecond: result.requests.total / result.duration, latencies }
}

/** A scheduled post to one account. */
export function newPost(author: Pick<Author, 'brandId' | 'accountId'>, number: number): NewPost {
  const minute = 2 + Math.floor(Math.random() * 43_200)
  return {
    brandId: author.brandId,
    socialAccountIds: [author.accountId],
    content: `Post ${number} of ${performance.now()}: what we would like to tell you about it today.`,
    scheduledFor: new Date((Math.floor(Date.now() / 60_000) + minute) * 60_000).toISOString(),
  }
}

/** The 95th percentile of all loads. */
export function p95(loads: readonly Load[]): number {
  return quantile(
    loads.flatMap(({ latencies }) => latencies),
    0.95,
  )
}
