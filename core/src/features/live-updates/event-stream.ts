import { PassThrough } from 'node:stream'
import { authorize, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import type { ChangeFeed } from './change-feed.ts'
import { readChangesOf } from './change.queries.ts'
import { formatPosition, isAfter, mayHear, type Change, type Position } from './change.ts'

/** So much is told again to who comes back; who missed more has to read anew. */
export const mostMissed = 1_000
/** Bytes that wait for a client that does not read; then it is let go, and may come back. */
const mostUnread = 1_048_576

/** One client. */
export interface StreamRequest {
  readonly organizationId: string
  readonly principal: Principal
  /** Where the client was when it was last here. */
  readonly from: Position | undefined
  /** Who the client is now. @throws ApiError UNAUTHORIZED */
  authenticate(): Promise<Principal>
  readonly heartbeatMs: number
}

/**
 * Opens a stream of server-sent events (WHATWG HTML, 9.2): what changes in an organization, as far as the client may read
 * it. With every heartbeat it is looked again who the client is, so that a right that was lost ends the stream.
 */
export async function openEventStream(
  context: Context,
  feed: ChangeFeed,
  request: StreamRequest,
): Promise<PassThrough> {
  const { organizationId } = request
  const stream = new PassThrough()
  const early: Change[] = []
  let { principal } = request
  let position: Position | undefined

  function hear(changes: readonly Change[]): void {
    const ours = changes.filter((change) => change.organizationId === organizationId)
    if (position === undefined) early.push(...ours)
    else for (const change of ours) tell(change)
  }

  function tell(change: Change): void {
    if (position !== undefined && !isAfter(change, position)) return
    position = change
    if (mayHear(principal, change)) write(eventOf(change))
  }

  function write(text: string): void {
    if (stream.writableEnded || stream.destroyed) return
    stream.write(text)
    if (stream.writableLength + stream.readableLength > mostUnread) stream.destroy()
  }

  async function beat(): Promise<void> {
    try {
      principal = await request.authenticate()
      authorize(principal, 'read', 'Organization', { organizationId })
      write(': still here\n\n')
    } catch (error) {
      // A database that is away for a moment says nothing about who the client is.
      if (error instanceof ApiError && error.status < 500) stream.end()
    }
  }

  const heartbeat = setInterval(() => void beat(), request.heartbeatMs)
  stream.once('close', () => {
    clearInterval(heartbeat)
    feed.unsubscribe(hear)
  })
  try {
    const head = await feed.subscribe(hear)
    const begin = request.from ?? head
    const missed =
      request.from === undefined
        ? []
        : await readChangesOf(context, organizationId, begin, mostMissed + 1)
    const tooMany = missed.length > mostMissed
    position = tooMany ? head : begin
    if (!tooMany) for (const change of missed) tell(change)
    write(notice(tooMany ? 'reset' : 'ready', position))
    for (const change of early.splice(0)) tell(change)
  } catch (error) {
    stream.destroy()
    throw error
  }
  return stream
}

function eventOf(change: Change): string {
  const { resource, resourceId, action, brandId } = change
  const data = JSON.stringify({ resource, resourceId, action, brandId })
  return `event: ${resource}.${action}\nid: ${formatPosition(change)}\ndata: ${data}\n\n`
}

/** Sent first, so that a client can come back to here although nothing has happened yet. */
function notice(name: 'ready' | 'reset', position: Position): string {
  return `event: ${name}\nid: ${formatPosition(position)}\ndata: {}\n\n`
}
