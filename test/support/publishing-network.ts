import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  defineConnector,
  failures,
  type Capabilities,
  type Connector,
  type ConnectorResponse,
} from '@t21/plugin-kit'
import { Type } from 'typebox'
import { openConnectorHttp, type ConnectorHttpHost } from '../../core/src/plugins/connector-http.ts'
import { readyConnector, type PluginRegistry } from '../../core/src/plugins/registry.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** How the network behaves at the next post. */
export type Behaviour =
  | 'ok'
  | 'lose_reply'
  | 'reset_before'
  | 'error_after'
  | 'rate_limited'
  | 'rejected'
  | 'token_dead'
  | 'duplicate'
  | 'accepted'
  | 'slow'

/** A post that is there. */
export interface FakePost {
  readonly id: string
  readonly account: string
  readonly text: string
  readonly replyTo: string | null
}

/** A network of three endpoints, over real HTTP, and a connector that speaks to it. */
export interface FakeNetwork {
  readonly posts: FakePost[]
  /** Calls that could have published something. */
  attempts: number
  /** How it behaves at the next posts, in order. */
  readonly next: Behaviour[]
  /** How it behaves after those; `ok` where nothing is said. */
  behave?: (post: Omit<FakePost, 'id'>) => Behaviour | Promise<Behaviour>
  /** Timelines show nothing while this is true. */
  hideTimelines: boolean
  readonly plugins: PluginRegistry
  readonly connectorHttp: ConnectorHttpHost
}

const host = 'https://fake.example'

/** What the network can do unless a test says otherwise. */
export const fakeCapabilities: Capabilities = {
  formats: ['text'],
  text: { maxLength: 280, unit: 'characters' },
  media: { mixed: false, required: false },
  thread: { maxParts: 10 },
  firstComment: true,
  options: Type.Object({ uploads: Type.Optional(Type.Integer()) }, { additionalProperties: false }),
  remove: false,
  metrics: false,
  readBack: { by: 'search', quietSeconds: 0, visibilityLagSeconds: 0, retryWhenAbsent: false },
}

/**
 * Starts a network and a connector for `TWITTER` that speaks to it; `readBack` overrides how sure it is, and
 * `verbs` what the connector does, however odd.
 */
export async function fakeNetwork(
  t: Teardown,
  readBack: Partial<Capabilities['readBack']> = {},
  verbs: Partial<{ readonly [Verb in keyof Connector]: unknown }> = {},
): Promise<FakeNetwork> {
  const state: State = { posts: [], next: [], hideTimelines: false, attempts: 0 }
  const server = createServer((request, response) => void answer(state, request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const connectorHttp = openConnectorHttp({
    overrides: new Map([[host, `http://127.0.0.1:${port}`]]),
    callTimeoutMs: 2_000,
  })
  t.teardown(async () => {
    await connectorHttp.close()
    server.closeAllConnections()
    server.close()
  })
  const connector: Readonly<Connector> = Object.freeze({
    ...makeConnector({
      ...fakeCapabilities,
      readBack: { ...fakeCapabilities.readBack, ...readBack },
    }),
    ...(verbs as Partial<Connector>),
  })
  const ready = readyConnector(connector, {})
  return Object.assign(state, {
    connectorHttp,
    plugins: {
      records: [],
      connectors: new Map([['TWITTER', connector]]),
      ready: (platform: string) => (platform === 'TWITTER' ? ready : undefined),
    },
  })
}

function makeConnector(withCapabilities: Capabilities) {
  return defineConnector({
    id: 'twitter',
    platform: 'TWITTER',
    displayName: 'Fake',
    hosts: [host],
    settings: Type.Object({}),
    capabilities: withCapabilities,
    oauth: {
      scopes: [],
      authorizeUrl: () => `${host}/authorize`,
      exchange: async () => ({ accessToken: 'fake', scopes: [] }),
    },
    accounts: async () => [],
    composeText(text) {
      if (text.startsWith('compose throws')) throw new TypeError('A bug of the plugin.')
      return text
    },
    validate: (parts) => ({
      counted: [],
      issues: parts.flatMap(({ text }) => {
        if (text.startsWith('validate throws')) throw new TypeError('A bug of the plugin.')
        return text.length > 280
          ? [
              {
                severity: 'error' as const,
                code: 'too_long',
                field: 'text',
                message: 'Too long.',
                remedy: 'Shorten it.',
              },
            ]
          : []
      }),
    }),
    async prepare(_call, part, checkpoint) {
      const wanted = Number(part.options['uploads'] ?? 0)
      const done = Number(checkpoint?.['done'] ?? 0)
      if (done >= wanted) return { state: 'ready', checkpoint: { done } }
      return { state: 'waiting', checkpoint: { done: done + 1 }, retryAfterSeconds: 0 }
    },
    async commit(call, part) {
      const response = await call.http.request({
        method: 'POST',
        url: `${host}/posts`,
        json: {
          account: call.account.platformUserId,
          text: part.text,
          replyTo: part.previous?.parentId ?? null,
        },
      })
      if (response.status === 202) {
        return { state: 'accepted', checkpoint: { handle: idOf(response) }, retryAfterSeconds: 0 }
      }
      if (response.status === 201) return { state: 'published', remoteId: idOf(response) }
      if (response.status === 429)
        throw failures.rateLimited({
          message: 'Slow down.',
          until: new Date(call.now.getTime() + 60_000),
        })
      if (response.status === 422)
        throw failures.contentRejected({
          message: 'No.',
          networkMessage: 'access_token=secret123 refused',
        })
      if (response.status === 401) throw failures.reauth({ message: 'Dead token.' })
      if (response.status === 409) throw failures.duplicate({ message: 'Seen before.' })
      throw failures.outcomeUnknown({ message: `Status ${response.status}.` })
    },
    idAt: (url) => /\/status\/(\d+)/.exec(url)?.[1],
    async confirm(_call, _part, checkpoint) {
      return { state: 'published', remoteId: String(checkpoint['handle']) }
    },
    async find(call, part) {
      const response = await call.http.request({
        method: 'GET',
        url: `${host}/posts`,
        query: { account: call.account.platformUserId },
      })
      const found = (response.json as FakePost[]).find(
        ({ id, text, replyTo }) =>
          text === part.text &&
          replyTo === (part.previous?.parentId ?? null) &&
          !call.claimedRemoteIds.includes(id),
      )
      return found === undefined ? { state: 'absent' } : { state: 'found', remoteId: found.id }
    },
  })
}

type State = Pick<FakeNetwork, 'posts' | 'next' | 'behave' | 'hideTimelines' | 'attempts'>

async function answer(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  if (request.method === 'GET') {
    const account = new URL(request.url ?? '/', host).searchParams.get('account')
    const visible = state.hideTimelines
      ? []
      : state.posts.filter((post) => post.account === account)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(visible))
    return
  }
  state.attempts += 1
  const wanted = JSON.parse(body) as Omit<FakePost, 'id'>
  const behaviour = state.next.shift() ?? (await state.behave?.(wanted)) ?? 'ok'
  const refusals: Partial<Record<Behaviour, number>> = {
    rate_limited: 429,
    rejected: 422,
    token_dead: 401,
    duplicate: 409,
  }
  const refusal = refusals[behaviour]
  if (behaviour === 'reset_before') return void request.socket.destroy()
  if (refusal !== undefined) return void response.writeHead(refusal).end('{}')
  const post = { id: `${1_000 + state.posts.length}`, ...wanted }
  state.posts.push(post)
  if (behaviour === 'slow') await sleep(400)
  if (behaviour === 'lose_reply') return void request.socket.destroy()
  if (behaviour === 'error_after') return void response.writeHead(500).end('{}')
  response
    .writeHead(behaviour === 'accepted' ? 202 : 201, { 'content-type': 'application/json' })
    .end(JSON.stringify({ id: post.id }))
}

function idOf(response: ConnectorResponse): string {
  return (response.json as { id: string }).id
}
