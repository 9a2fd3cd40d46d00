import { Readable } from 'node:stream'
import { ProviderFailure, type AiRequest, type ProviderFailureKind } from '@t21/plugin-kit'
import type { App } from '../../core/src/http/app-instance.ts'
import { newStorageKey } from '../../core/src/storage/storage-key.ts'
import { picture } from '../../core/src/features/media/fixtures/media-files.ts'
import { operations, requestOf, type Operation } from '../api-document/operations.ts'
import { buildWorld, type World } from '../api-document/world.ts'
import type { TestDatabase } from '../support/database.ts'
import { buildMedia } from '../support/factories.ts'
import { fakeAi, fittingAnswer, saidBy, type FakeAi } from '../support/fake-ai.ts'
import { everywhere, watch, type Bench } from './bench.ts'

/** How a model takes what it is asked. Providers like to repeat it, also where they fail. */
const manners = [
  'writes',
  'declined',
  'refused',
  'rate_limited',
  'misconfigured',
  'nonsense',
  'bug',
  // After some of these the models rest, and are asked no more.
  'absent',
  'transient',
] as const

/** An AI that repeats what it was asked, in the way that is asked for: in texts, in failures, in bugs. */
export function repeatingAi(): FakeAi {
  return fakeAi((request, { number }) => {
    const asked = saidBy(request, 'user')
    const [, manner = 'writes'] = /manner-(\w+)/.exec(asked) ?? []
    if (manner === 'nonsense') return asked
    if (manner === 'bug') throw new TypeError(`Cannot read properties of ${asked}`)
    if (manner !== 'writes') throw failure(manner as ProviderFailureKind, asked)
    return withMarkers(request, number)
  })
}

function failure(kind: ProviderFailureKind, asked: string): ProviderFailure {
  const cause = new Error(`The body was ${JSON.stringify(asked)}`)
  return new ProviderFailure(kind, { message: `Flagged: ${asked}`, until: new Date(0), cause })
}

function withMarkers(request: AiRequest, number: number): string {
  const [marker = ''] = /canary-[0-9a-f]{12}/.exec(saidBy(request, 'user')) ?? []
  return fittingAnswer(request, number).replaceAll('The ', `${marker}: the `)
}

/** What AI writes by. */
export const writing: readonly Operation[] = operations.filter(
  ({ method, path }) => method === 'POST' && path.startsWith('/v1/ai/'),
)

/**
 * Lets AI write for two organizations by every operation, whole and streamed, well and badly, each with its marker in all that it
 * asks and gets. What one is answered has nothing of the other.
 *
 * @returns by status, how often it was answered
 */
export async function writeWithMarkers(bench: Bench): Promise<ReadonlyMap<number, number>> {
  const { app, database } = bench
  const worlds = [await richWorld(app, database), await richWorld(app, database)]
  const answered = new Map<number, number>()
  for (const manner of manners) {
    for (const operation of writing) {
      for (const accept of ['application/json', 'text/event-stream']) {
        for (const ours of worlds) {
          const request = marked(operation, ours, manner)
          const { auth } = ours.people.MEMBER
          const answer = await app.inject({
            method: 'POST',
            url: request.url,
            headers: { ...auth, accept },
            ...(request.payload && { payload: request.payload }),
          })
          answered.set(answer.statusCode, (answered.get(answer.statusCode) ?? 0) + 1)
          const headers = JSON.stringify(answer.headers)
          const seen = { status: answer.statusCode, text: answer.body, headers, comparable: '' }
          for (const theirs of worlds.filter((world) => world !== ours)) {
            watch(bench, operation, theirs, { who: 'another writer', request, answer: seen })
          }
        }
      }
    }
  }
  return answered
}

function marked(operation: Operation, { ids, canary }: World, manner: string) {
  const request = requestOf(operation, everywhere(ids))
  const asked = { prompt: `${canary} manner-${manner}`, content: `${canary} manner-${manner}` }
  const fields = (operation.bodySchema['properties'] ?? {}) as object
  const own = Object.entries(asked).filter(([name]) => name in fields)
  // What the example of a platform names is not installed here.
  const platforms = 'platforms' in fields ? { platforms: ['TWITTER'] } : {}
  const language = 'language' in fields ? { language: canary } : {}
  return {
    ...request,
    payload: { ...request.payload, ...Object.fromEntries(own), ...language, ...platforms },
  }
}

/** One with credits, and a picture that is there. */
async function richWorld(app: App, database: TestDatabase): Promise<World> {
  const world = await buildWorld(app, database)
  const { organizationId, ids } = world
  await database
    .system('organizations')
    .where({ id: organizationId })
    .update({ subscription_tier: 'BUSINESS' })
  const storageKey = newStorageKey(organizationId)
  await app.context.storage.write(storageKey, Readable.from([await picture('png')]))
  const media = await buildMedia(database, { organizationId, storageKey })
  return { ...world, ids: { ...ids, mediaId: media.id } }
}
