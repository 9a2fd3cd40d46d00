import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** An account of the fake network. */
export interface FakeAccount {
  readonly id: string
  readonly username: string
  /** A token of the account's own, as pages have it. */
  readonly accessToken?: string
}

/** The endpoints. */
export type FakeOperation = 'token' | 'revoke' | 'accounts'

/** How an endpoint misbehaves, once each time it is told to. */
export type FakeFault = { readonly status: number; readonly json?: unknown } | { delayMs: number }

/** A pair of tokens. */
export interface FakeTokens {
  readonly accessToken: string
  readonly refreshToken: string
}

/** A network that knows OAuth with PKCE and rotating refresh tokens, spoken to over real HTTP. */
export interface FakeOAuthNetwork {
  readonly url: string
  /** Every request's operation, in order. */
  readonly requests: readonly FakeOperation[]
  /** Seconds that an access token lives; `undefined` leaves `expires_in` out. */
  tokenSeconds: number | undefined
  /** False: a renewal brings no new refresh token, and the old one stays good. */
  rotates: boolean
  fault(operation: FakeOperation, fault: FakeFault): void
  count(operation: FakeOperation): number
  /** Plays the person at the consent page. @returns path and query with which the browser comes back */
  approve(authorizationUrl: string, accounts: readonly FakeAccount[], scopes?: string[]): string
  /** The same, for a person who says no. */
  deny(authorizationUrl: string, error?: string): string
  /** Makes tokens without the walk through the consent page. */
  issue(accounts: readonly FakeAccount[]): FakeTokens
  /** Makes a token worthless. */
  kill(token: string): void
  lives(token: string): boolean
}

interface Grant {
  readonly accounts: readonly FakeAccount[]
  readonly scopes: readonly string[]
}

interface Answer {
  readonly status: number
  readonly json?: unknown
}

const invalidGrant: Answer = { status: 400, json: { error: 'invalid_grant' } }

/** Starts a network that ends with the test. */
export async function startFakeOAuthNetwork(t: {
  teardown(work: () => unknown): unknown
}): Promise<FakeOAuthNetwork> {
  const codes = new Map<string, Grant & { challenge: string; redirectUri: string }>()
  const tokens = new Map<string, Grant>()
  const requests: FakeOperation[] = []
  const faults = new Map<FakeOperation, FakeFault[]>()
  let serial = 0

  function issue(grant: Grant): FakeTokens {
    serial += 1
    const pair = {
      accessToken: `secret-access-${serial}`,
      refreshToken: `secret-refresh-${serial}`,
    }
    tokens.set(pair.accessToken, grant)
    tokens.set(pair.refreshToken, grant)
    return pair
  }

  function token(form: URLSearchParams): Answer {
    const old = form.get('refresh_token')
    if (old !== null) {
      const grant = tokens.get(old)
      if (grant === undefined) return invalidGrant
      if (network.rotates) tokens.delete(old)
      return granted(grant, network.rotates)
    }
    const code = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '')
    if (code?.challenge !== challenge.digest('base64url')) return invalidGrant
    return code.redirectUri === form.get('redirect_uri') ? granted(code, true) : invalidGrant
  }

  function granted(grant: Grant, withRefresh: boolean): Answer {
    const pair = issue(grant)
    return {
      status: 200,
      json: {
        access_token: pair.accessToken,
        refresh_token: withRefresh ? pair.refreshToken : '',
        expires_in: network.tokenSeconds,
        scope: grant.scopes.join(' '),
      },
    }
  }

  function answer(operation: FakeOperation, request: IncomingMessage, body: string): Answer {
    const form = new URLSearchParams(body)
    if (operation === 'token') return token(form)
    if (operation === 'revoke') {
      for (const value of form.values()) tokens.delete(value)
      return { status: 200 }
    }
    const grant = tokens.get(request.headers.authorization?.replace('Bearer ', '') ?? '')
    return grant === undefined ? { status: 401 } : { status: 200, json: grant.accounts }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const operation = request.url?.split('/').at(-1) as FakeOperation
    requests.push(operation)
    const fault = faults.get(operation)?.shift()
    if (fault !== undefined && 'delayMs' in fault) await sleep(fault.delayMs)
    const result =
      fault !== undefined && 'status' in fault ? fault : answer(operation, request, body)
    response.writeHead(result.status, { 'content-type': 'application/json' })
    response.end(result.json === undefined ? undefined : JSON.stringify(result.json))
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })

  const network: FakeOAuthNetwork = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    tokenSeconds: 7_200,
    rotates: true,
    fault: (operation, fault) => faults.set(operation, [...(faults.get(operation) ?? []), fault]),
    count: (operation) => requests.filter((request) => request === operation).length,
    approve(authorizationUrl, accounts, scopes = ['read', 'write']) {
      const { searchParams } = new URL(authorizationUrl)
      serial += 1
      codes.set(`secret-code-${serial}`, {
        accounts,
        scopes,
        challenge: searchParams.get('code_challenge') ?? '',
        redirectUri: searchParams.get('redirect_uri') ?? '',
      })
      return back(searchParams, { code: `secret-code-${serial}` })
    },
    deny: (authorizationUrl, error = 'access_denied') =>
      back(new URL(authorizationUrl).searchParams, { error }),
    issue: (accounts) => issue({ accounts, scopes: ['read', 'write'] }),
    kill: (value) => tokens.delete(value),
    lives: (value) => tokens.has(value),
  }
  return network
}

function back(asked: URLSearchParams, answer: Record<string, string>): string {
  const url = new URL(asked.get('redirect_uri') ?? '')
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  url.searchParams.set('state', asked.get('state') ?? '')
  return url.pathname + url.search
}
