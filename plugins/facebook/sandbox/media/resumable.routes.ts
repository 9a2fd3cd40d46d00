import { randomBytes } from 'node:crypto'
import {
  graphRoute,
  invalidParameter,
  missingObject,
  refusal,
  type Caller,
  type GraphCall,
} from '@t21/meta-graph/sandbox'
import type { EmulatorContext, EmulatorResponse, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { graphHost } from '../api/page-call.ts'
import { videoLimits } from '../api/limits.ts'
import { sandboxApp } from '../api/sandbox-app.ts'

/** An upload of the Resumable Upload API (facebook.md 2.4). */
interface Session {
  /** `upload:…` */
  readonly id: string
  readonly userId: string
  readonly length: number
  readonly received: number
}

const takenTypes: readonly string[] = [
  'application/pdf',
  'image/jpeg',
  'image/jpg',
  'image/png',
  'video/mp4',
]

/** `POST /{app}/uploads`; the bytes go to `/upload:…`, see {@link handleUploadNode}. */
export const resumableRoutes: readonly EmulatorRoute[] = [
  graphRoute(graphHost, {
    method: 'POST',
    path: '/:app/uploads',
    operation: 'open_upload',
    handle({ request, params, context, caller }) {
      const app = request.params['app'] ?? ''
      if (app !== 'app' && app !== sandboxApp.id) throw missingObject(app, request.method)
      const { user } = personOf(caller)
      const length = Number(/^\d{1,12}$/.exec(params.require('file_length'))?.[0] ?? '0')
      if (length === 0 || length > videoLimits.bytes) {
        throw invalidParameter('Param file_length must be the size of the file in bytes')
      }
      if (!takenTypes.includes(params.require('file_type'))) {
        throw invalidParameter(`Param file_type must be one of {${takenTypes.join(', ')}}`)
      }
      const id = `upload:${randomBytes(24).toString('base64url')}`
      sessions(context).set(id, { id, userId: user.id, length, received: 0 })
      return { status: 200, json: { id } }
    },
  }),
]

/** `GET` (how far) and `POST` (more bytes) of `/upload:…`. @throws GraphRefusal */
export async function handleUploadNode(call: GraphCall<Caller>): Promise<EmulatorResponse> {
  const { request, context } = call
  const id = request.params['node'] ?? ''
  const session = sessions(context).get(id)
  if (session === undefined || session.userId !== personOf(call.caller).user.id) {
    throw missingObject(id, request.method)
  }
  if (request.method === 'GET') {
    return { status: 200, json: { id, file_offset: session.received } }
  }
  const received = session.received + request.rawBody.length
  if (request.headers['file_offset'] !== String(session.received) || received > session.length) {
    throw refusal({
      message: `Offset mismatch: ${session.received} of ${session.length} bytes are here`,
      code: 100,
      subcode: 1363037,
    })
  }
  const before = (await context.store.getBytes(id)) ?? Buffer.alloc(0)
  await context.store.putBytes(id, Buffer.concat([before, request.rawBody]))
  sessions(context).set(id, { ...session, received })
  if (received < session.length) return { status: 200, json: { id, file_offset: received } }
  const handle = `4:${Buffer.from(id).toString('base64')}`
  return { status: 200, json: { h: handle } }
}

/** The bytes behind a handle; `undefined` for one that was never given out. */
export async function bytesOfHandle(
  context: EmulatorContext,
  handle: string,
): Promise<Buffer | undefined> {
  const id = Buffer.from(handle.slice(2), 'base64').toString('utf8')
  const session = sessions(context).get(id)
  if (session === undefined || session.received < session.length) return undefined
  return await context.store.getBytes(id)
}

function personOf(caller: Caller): Extract<Caller, { kind: 'user' }> {
  if (caller.kind === 'user') return caller
  throw refusal({ message: 'A user access token is required to request this resource.', code: 102 })
}

function sessions(context: EmulatorContext): Map<string, Session> {
  return context.store.collection<Session>('resumable_uploads')
}
