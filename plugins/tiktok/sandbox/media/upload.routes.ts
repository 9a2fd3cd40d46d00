import type { EmulatorContext, EmulatorResponse, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { uploadLimits } from '../api/limits.ts'
import { arrive } from '../posts/arrival.ts'
import type { ChunkedUpload, Publication } from '../posts/publication.ts'
import { findPublication, keepPublication } from '../posts/publications.ts'
import { checkChunk } from './chunk.ts'
import { uploadOf } from './uploads.ts'
import { inspectVideo } from './video-checks.ts'

/** Where chunks are put (tiktok.md 2.3). The address itself is the only credential. */
export const uploadRoutes: readonly EmulatorRoute[] = [
  {
    method: 'PUT',
    host: 'open-upload.tiktokapis.com',
    path: '/video/',
    operation: 'upload_chunk',
    async handle(request, context) {
      const publication = uploadOf(context, request.query.get('upload_id') ?? '')
      const upload = publication?.upload
      if (publication === undefined || upload === undefined || upload === null) return said(404)
      if (request.query.get('upload_token') !== upload.token) return said(403)
      // Nothing more is to be had for a task that is done: a lost reply is no reason to begin anew.
      if (upload.received === upload.size) return said(404)
      const age = context.now().getTime() - publication.createdAt
      if (age >= uploadLimits.lifetimeSeconds * 1000) return said(403)
      const bad = checkChunk(request, upload)
      if (bad !== undefined) return said(bad.status, bad.reason, upload)
      const taken = await takeChunk(context, publication, upload, request.rawBody)
      if (taken.received < taken.size) return said(206, undefined, taken)
      await finish(context, publication.id, taken)
      return said(201, undefined, taken)
    },
  },
]

async function takeChunk(
  context: EmulatorContext,
  publication: Publication,
  upload: ChunkedUpload,
  bytes: Buffer,
): Promise<ChunkedUpload> {
  const taken = {
    ...upload,
    received: upload.received + bytes.length,
    receivedChunks: upload.receivedChunks + 1,
  }
  // Counted before it is stored, so that the same chunk is not taken twice at once.
  keepPublication(context, { ...publication, upload: taken })
  await context.store.putBytes(chunkId(publication.id, upload.receivedChunks), bytes)
  return taken
}

/** There is no call to commit: the last byte is the one that cannot be taken back. */
async function finish(
  context: EmulatorContext,
  id: string,
  { chunks }: ChunkedUpload,
): Promise<void> {
  const names = Array.from({ length: chunks }, (_, index) => chunkId(id, index))
  const parts = await Promise.all(names.map((name) => context.store.getBytes(name)))
  const bytes = Buffer.concat(parts.filter((part) => part !== undefined))
  await Promise.all(names.map((name) => context.store.removeBytes(name)))
  // Questions for the status may have come meanwhile: what is stored now counts.
  const before = findPublication(context, id)
  if (before === undefined) return
  const inspected = await inspectVideo(context, before, bytes)
  arrive(context, findPublication(context, id) ?? before, inspected)
}

/** The count, not the last position, stands after the dash: so the documentation writes it. */
function said(status: number, reason?: string, upload?: ChunkedUpload): EmulatorResponse {
  return {
    status,
    ...(upload === undefined || status === 400
      ? {}
      : { headers: { 'content-range': `bytes 0-${upload.received}/${upload.size}` } }),
    ...(reason === undefined ? {} : { text: reason }),
  }
}

function chunkId(publicationId: string, index: number): string {
  return `${publicationId.replaceAll(/[^A-Za-z0-9_-]/g, '_')}-chunk-${index}`
}
