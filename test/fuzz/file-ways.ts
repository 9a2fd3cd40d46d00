import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { keyOf } from '../../core/src/features/privacy/account-exports.service.ts'
import { unsubscribeUrl } from '../../core/src/features/notifications/unsubscribe-link.ts'
import { signMediaUrl } from '../../core/src/features/media/media.urls.ts'
import type { World } from '../api-document/world.ts'
import type { Case } from './case.ts'
import { tinyPicture } from './other-bodies.ts'
import type { Stage } from './stage.ts'

/** The query of a signed address, which the server itself gave out. */
export async function signedMediaFile(
  { app }: Stage,
  { organizationId, ids }: World,
): Promise<Partial<Case>> {
  const id = ids['mediaId'] ?? ''
  const url = signMediaUrl(
    app.context.config,
    { id, organizationId },
    { variant: 'file', disposition: 'inline', expires: Math.floor(Date.now() / 1_000) + 3_600 },
  )
  return { inPath: { id }, query: queryOf(url) }
}

/** An upload that was announced, and its bytes. */
export async function announcedUpload(stage: Stage, world: World): Promise<Partial<Case>> {
  const data = await ask(stage, world, 'POST', '/v1/media/uploads', {
    filename: 'a.png',
    mimeType: 'image/png',
    size: tinyPicture.length,
    organizationId: world.organizationId,
  })
  return {
    inPath: { id: String(data['id']) },
    query: queryOf(String(data['url'])),
    body: { bytes: tinyPicture, type: 'image/png' },
    headers: { 'content-length': String(tinyPicture.length) },
  }
}

/** An export that is ready. */
export async function readyExport(stage: Stage, world: World): Promise<Partial<Case>> {
  const { context, database } = stage.made
  const id = world.ids['exports'] ?? ''
  await context.storage.write(keyOf(id), Readable.from([Buffer.from('{}')]))
  await database
    .system('account_exports')
    .where({ id })
    .update({ status: 'ready', size: 2, expires_at: new Date(Date.now() + 3_600_000) })
  const data = await ask(stage, world, 'GET', `/v1/users/me/exports/${id}`)
  return { inPath: { id }, query: queryOf(String(data['downloadUrl'])) }
}

/** A request to erase somebody. */
export async function deletionRequest({ made }: Stage): Promise<Partial<Case>> {
  const code = randomBytes(16).toString('hex')
  await made.database
    .system('deletion_requests')
    .insert({ code, platform: 'TWITTER', person_hash: randomBytes(32) })
  return { inPath: { code } }
}

/** An address as it stands in a mail to the owner. */
export async function unsubscribeAddress({ made }: Stage, world: World): Promise<Partial<Case>> {
  const userId = world.people.OWNER.user.id
  const url = unsubscribeUrl(made.context.config, { userId, types: ['POST_FAILED'] })
  return { inPath: { token: url.slice(url.lastIndexOf('/') + 1) } }
}

/** A picture at an address on this machine. */
export async function pictureAddress(_: Stage, world: World): Promise<Partial<Case>> {
  pictures ??= await servePictures()
  const { port } = pictures.address() as AddressInfo
  const json = { url: `http://127.0.0.1:${port}/a.png`, organizationId: world.organizationId }
  return { body: { json } }
}

let pictures: Server | undefined

/** Serves until the process ends, and keeps it from ending no longer. */
function servePictures(): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'image/png', connection: 'close' }).end(tinyPicture)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server.unref()))
  })
}

function queryOf(url: string): [string, string][] {
  return [...new URL(url).searchParams]
}

async function ask(
  { app }: Stage,
  { people }: World,
  method: 'GET' | 'POST',
  url: string,
  payload?: object,
): Promise<Record<string, unknown>> {
  const answer = await app.inject({
    method,
    url,
    headers: people.OWNER.auth,
    ...(payload && { payload }),
  })
  return answer.json<{ data: Record<string, unknown> }>().data
}
