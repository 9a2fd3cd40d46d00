import type { Connector } from '../../connector.ts'
import { isConnectorFailure, type ConnectorFailure } from '../../failures.ts'
import type { PublishPart } from '../../parts.ts'
import type { Published } from '../../publishing.ts'
import { ProcessDied } from '../bench/probe-http.ts'
import type { Session } from '../bench/session.ts'
import { stored, type Memory } from './memory.ts'

/** One part on its way. */
export interface Trip {
  readonly connector: Readonly<Connector>
  readonly session: Session
  readonly part: PublishPart
  readonly memory: Memory
  /** Remote ids that cannot be it. */
  readonly claimed: readonly string[]
}

/** How a trip ends. */
export type Ending =
  | { readonly state: 'published'; readonly published: Published }
  /** It could not be proved; it is not sent again. */
  | { readonly state: 'needs_person'; readonly reason: string }
  | { readonly state: 'failed'; readonly error: unknown }

interface Tries {
  failures: number
  looks: number
}

const maxFailures = 8
const maxLooks = 12
const maxSteps = 600

/**
 * Delivers a part by the rules of the contract, as T21 does: `prepare` until it is ready, the intent, `commit` once,
 * `confirm` while it is accepted, and `find` wherever the outcome is unknown.
 */
export async function deliverPart(trip: Trip): Promise<Ending> {
  const tries: Tries = { failures: 0, looks: 0 }
  for (let step = 0; step < maxSteps; step += 1) {
    const ending = await takeStep(trip, tries)
    if (ending !== undefined) return ending
  }
  return failed(new Error(`It did not end within ${maxSteps} steps.`))
}

function takeStep(trip: Trip, tries: Tries): Promise<Ending | undefined> {
  switch (trip.memory.phase) {
    case 'preparing':
      return prepare(trip, tries)
    case 'processing':
      return confirm(trip, tries)
    case 'published':
    case 'sending':
    case 'unknown':
      return find(trip, tries)
  }
}

async function prepare(trip: Trip, tries: Tries): Promise<Ending | undefined> {
  const { connector, session, part, memory } = trip
  let result
  try {
    result = await session.verb('prepare', () =>
      connector.prepare(session.call(), part, memory.checkpoint),
    )
  } catch (error) {
    return await afterFailure(trip, tries, error)
  }
  memory.checkpoint = stored(result.checkpoint)
  if (result.state === 'ready') return await commit(trip, tries, memory.checkpoint)
  await session.advance(result.retryAfterSeconds)
  return undefined
}

async function commit(
  trip: Trip,
  tries: Tries,
  checkpoint: NonNullable<Memory['checkpoint']>,
): Promise<Ending | undefined> {
  const { connector, session, part, memory } = trip
  memory.phase = 'sending'
  memory.intentAt = session.now().toISOString()
  memory.absentAt = null
  let result
  try {
    result = await session.verb('commit', () => connector.commit(session.call(), part, checkpoint))
  } catch (error) {
    if (error instanceof ProcessDied) throw error
    if (mayBePublished(error)) {
      memory.phase = 'unknown'
      return undefined
    }
    memory.phase = 'preparing'
    return await afterFailure(trip, tries, error)
  }
  if (result.state === 'published') return published(memory, result)
  memory.phase = 'processing'
  memory.checkpoint = stored(result.checkpoint)
  await session.advance(result.retryAfterSeconds)
  return undefined
}

async function confirm(trip: Trip, tries: Tries): Promise<Ending | undefined> {
  const { connector, session, part, memory } = trip
  let result
  try {
    result = await session.verb('confirm', async () => {
      if (connector.confirm === undefined) throw new Error('There is no "confirm".')
      return await connector.confirm(session.call(), part, memory.checkpoint ?? {})
    })
  } catch (error) {
    if (isConnectorFailure(error) && error.kind === 'preparation_lost') memory.phase = 'preparing'
    return await afterFailure(trip, tries, error, 'confirm')
  }
  if (result.state === 'published') return published(memory, result)
  memory.checkpoint = stored(result.checkpoint)
  await session.advance(Math.max(1, result.retryAfterSeconds))
  return undefined
}

async function find(trip: Trip, tries: Tries): Promise<Ending | undefined> {
  const { connector, session, part, memory, claimed } = trip
  tries.looks += 1
  if (tries.looks > maxLooks) {
    return { state: 'needs_person', reason: 'The network could not tell.' }
  }
  const intentAt = new Date(memory.intentAt ?? session.now())
  let result
  try {
    result = await session.verb('find', () =>
      connector.find(session.findCall(intentAt, claimed), part, memory.checkpoint ?? {}),
    )
  } catch (error) {
    return await afterFailure(trip, tries, error, 'find')
  }
  switch (result.state) {
    case 'found':
      return published(memory, result)
    case 'accepted':
      memory.phase = 'processing'
      memory.checkpoint = stored(result.checkpoint)
      await session.advance(result.retryAfterSeconds)
      return undefined
    case 'cannot_tell':
      await session.advance(30)
      return undefined
    case 'absent':
      return await afterAbsence(trip)
  }
}

/** An absence counts after the quiet period, and only twice. */
async function afterAbsence({ connector, session, memory }: Trip): Promise<Ending | undefined> {
  const { quietSeconds, visibilityLagSeconds, retryWhenAbsent } = connector.capabilities.readBack
  const sinceIntent = (session.now().getTime() - Date.parse(memory.intentAt ?? '')) / 1000
  if (sinceIntent < quietSeconds) {
    await session.advance(quietSeconds - sinceIntent + 1)
    return undefined
  }
  if (memory.absentAt === null) {
    memory.absentAt = session.now().toISOString()
    await session.advance(Math.max(1, visibilityLagSeconds))
    return undefined
  }
  if (!retryWhenAbsent) return { state: 'needs_person', reason: 'It was not seen there.' }
  memory.phase = 'preparing'
  return undefined
}

async function afterFailure(
  trip: Trip,
  tries: Tries,
  error: unknown,
  reading?: 'confirm' | 'find',
): Promise<Ending | undefined> {
  if (error instanceof ProcessDied) throw error
  tries.failures += 1
  if (tries.failures > maxFailures) {
    if (reading === undefined) return failed(error)
    return { state: 'needs_person', reason: `The network could not be read: ${String(error)}` }
  }
  const known: ConnectorFailure | undefined = isConnectorFailure(error) ? error : undefined
  switch (known?.kind) {
    case 'reauth':
      await trip.session.reconnect()
      return undefined
    case 'preparation_lost':
      if (reading !== 'find') trip.memory.checkpoint = null
      return undefined
    case 'canceled':
    case 'content_rejected':
      return reading === 'find' ? undefined : failed(error)
    case 'permission':
    case 'account_restricted':
      return reading === undefined ? failed(error) : undefined
    default: {
      const until = known?.details.until?.getTime() ?? 0
      const seconds = (until - trip.session.now().getTime()) / 1000
      await trip.session.advance(seconds > 0 ? Math.min(seconds, 86_400) + 1 : 10)
      return undefined
    }
  }
}

function mayBePublished(error: unknown): boolean {
  if (!isConnectorFailure(error)) return true
  return ['transient', 'outcome_unknown', 'duplicate'].includes(error.kind)
}

function published(memory: Memory, { remoteId, url, provisional, handedOver }: Published): Ending {
  memory.phase = 'published'
  memory.published = {
    remoteId,
    ...(url !== undefined && { url }),
    ...(provisional && { provisional }),
    ...(handedOver && { handedOver }),
  }
  return { state: 'published', published: memory.published }
}

function failed(error: unknown): Ending {
  return { state: 'failed', error }
}
