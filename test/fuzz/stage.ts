import { subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel'
import { pino } from 'pino'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest, LightMyRequestResponse } from 'fastify'
import { makePasswords } from '../../core/src/features/auth/passwords.ts'
import type { App } from '../../core/src/http/app-instance.ts'
import { newStorageKey } from '../../core/src/storage/storage-key.ts'
import { buildWorld, type World } from '../api-document/world.ts'
import { testApp, type TestApp } from '../support/app.ts'
import { memoryBilling } from '../support/fake-billing.ts'
import { buildOrganization } from '../support/factories.ts'
import { postPlugins } from '../support/post-plugins.ts'
import type { Who } from './case.ts'
import { tinyPicture } from './other-bodies.ts'
import { stayInside } from './stay-inside.ts'
import type { Sendable } from './sendable.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** What was answered, and how far the request came. */
export interface Sent {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
  /** Whether the route's own code ran, so that the schemas had let the request through. */
  readonly handled: boolean
  /** What the server wrote down about it, where it failed. */
  readonly cause: string | undefined
}

/** A real server on a real database, with people and things to ask about. */
export interface Stage {
  readonly app: App
  readonly made: TestApp
  /** An organization with one of everything; the same until it is spent. */
  ours(): Promise<World>
  /** Somebody else's; never spent. */
  readonly theirs: World
  /** The next request finds a new organization. */
  spend(): void
  send(request: Sendable, who: Who): Promise<Sent>
  /** The same server, with an organization of its own: what is asked there disturbs nobody here. */
  beside(): Stage
}

/** The password of everybody's owner, which the document's examples have too. */
export const ownersPassword = 'securePass123'

/** Opens a stage; `spoil` may break the server while it is built, for controls. */
export async function openStage(
  t: Teardown,
  spoil: (fastify: FastifyInstance) => void = () => undefined,
): Promise<Stage> {
  stayInside(t)
  const watch = (message: unknown): void =>
    spoil((message as { readonly fastify: FastifyInstance }).fastify)
  subscribe('fastify.initialization', watch)
  const causes = new Map<string, string>()
  const made = await testApp(t, {
    providers: { billing: memoryBilling() },
    plugins: postPlugins(),
    variables: unlimited,
    log: pino({ level: 'error' }, { write: (line) => noteCause(causes, line) }),
  })
  unsubscribe('fastify.initialization', watch)
  const { app, database } = made
  const { passwordPepper: pepper } = app.context.config
  const passwordHash = await makePasswords({ pepper, cost: 4 }).hash(ownersPassword)
  const handled = watchHandlers(t)
  const newWorld = async (): Promise<World> => {
    const world = await buildWorld(app, database)
    const { system } = database
    await system('organizations')
      .where({ id: world.organizationId })
      .update({ subscription_tier: 'BUSINESS' })
    const { id } = world.people.OWNER.user
    await system('users').where({ id }).update({ password_hash: passwordHash })
    await buildOrganization(database, { ownerId: id })
    await storeFiles(made, world)
    return world
  }
  const theirs = await newWorld()
  const beside = (): Stage => {
    let ours: World | undefined
    return {
      app,
      made,
      theirs,
      beside,
      ours: async () => (ours ??= await newWorld()),
      spend() {
        ours = undefined
      },
      async send(request, who) {
        ours ??= await newWorld()
        const answer = await inject(app, request, headersOf(who, ours, theirs))
        const id = String(answer.headers['x-request-id'])
        return {
          status: answer.statusCode,
          headers: answer.headers as Sent['headers'],
          text: answer.body,
          handled: handled.delete(id),
          cause: causes.get(id),
        }
      },
    }
  }
  return beside()
}

function noteCause(causes: Map<string, string>, line: string): void {
  const { reqId, requestId, err } = JSON.parse(line) as {
    readonly reqId?: string
    readonly requestId?: string
    readonly err?: { readonly message?: string; readonly stack?: string }
  }
  causes.set(String(requestId ?? reqId), (err?.stack ?? err?.message ?? line).slice(0, 600))
}

/** Bytes behind the picture and the upload of a world. */
async function storeFiles(
  { context, database }: TestApp,
  { organizationId }: World,
): Promise<void> {
  for (const [table, more] of [
    ['media', {}],
    ['media_uploads', { size: tinyPicture.length }],
  ] as const) {
    const key = newStorageKey(organizationId)
    await context.storage.write(key, Readable.from([tinyPicture]))
    await database
      .system(table)
      .where({ organization_id: organizationId })
      .update({ storage_key: key, ...more })
  }
}

/** Limits of rate that no run meets; everything is counted as in production besides. */
const unlimited = {
  RATE_LIMIT_PRO: '1000000',
  RATE_LIMIT_BUSINESS: '1000000',
  // Pictures are imported from this machine: names lead nowhere, see `stayInside`.
  T21_ALLOW_LOOPBACK_IMPORTS: 'true',
}

function headersOf(who: Who, ours: World, theirs: World): Readonly<Record<string, string>> {
  switch (who) {
    case 'owner':
      return ours.people.OWNER.auth
    case 'viewer':
      return ours.people.VIEWER.auth
    case 'stranger':
      return theirs.people.OWNER.auth
    case 'forger':
      return { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.' }
    case 'nobody':
      return {}
  }
}

/** Ids of requests whose handler began. */
function watchHandlers(t: Teardown): Set<string> {
  const began = new Set<string>()
  const channel = tracingChannel('fastify.request.handler')
  const start = (message: unknown): void => {
    began.add((message as { readonly request: FastifyRequest }).request.id)
  }
  channel.start.subscribe(start)
  t.teardown(() => channel.start.unsubscribe(start))
  return began
}

async function inject(
  app: App,
  { method, url, headers, json, bytes }: Sendable,
  auth: Readonly<Record<string, string>>,
): Promise<Pick<LightMyRequestResponse, 'statusCode' | 'headers' | 'body'>> {
  const stream = url.startsWith('/v1/events')
  const answer = await app.inject({
    method: method as 'GET',
    url,
    headers: {
      ...auth,
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json !== undefined && { payload: JSON.stringify(json) }),
    ...(bytes !== undefined && { payload: bytes }),
    ...(stream && { payloadAsStream: true }),
  })
  if (!stream) return answer
  const body = await firstOf(answer)
  return { statusCode: answer.statusCode, headers: answer.headers, body }
}

/** The first piece of an answer that goes on until its reader goes; then the reader goes. */
async function firstOf(answer: LightMyRequestResponse): Promise<string> {
  const source = answer.stream()
  for await (const piece of source) {
    // As a connection that is lost: what feeds the stream has to notice.
    answer.raw.res.destroy()
    return String(piece)
  }
  return ''
}
