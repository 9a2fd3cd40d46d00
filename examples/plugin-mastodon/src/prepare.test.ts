import t from 'tap'
import type { Checkpoint, ConnectorRequest, PublishPart } from '@t21/plugin-kit'
import {
  bytes,
  call,
  failureOf,
  file,
  json,
  part,
  prepared,
  raw,
  refusal,
  scriptedHttp,
  status,
  type Exchange,
} from '../test/calls.ts'
import { connector } from './index.ts'

const api = 'https://mastodon.example/api'
const auth = { bearer: 'ada-token' }

function uploads(more: Partial<ConnectorRequest> = {}): ConnectorRequest {
  return {
    method: 'POST',
    url: `${api}/v2/media`,
    query: { lang: 'en' },
    auth,
    multipart: [{ name: 'file', value: bytes(0, 10), filename: 'media', contentType: 'image/png' }],
    ...more,
  }
}

function asks(id: string, more: Partial<ConnectorRequest> = {}): ConnectorRequest {
  return { method: 'GET', url: `${api}/v1/media/${id}`, query: { lang: 'en' }, auth, ...more }
}

const processing = {
  ...prepared('m1'),
  media: prepared('m1').media.map((media) => ({ ...media, state: 'processing' })),
}
const withFile = part({ media: [file({ id: 'file-1' })] })

t.test('a text needs nothing but a key, another one for every part', async (t) => {
  const keys = new Set<unknown>()
  for (let n = 0; n < 3; n += 1) {
    const result = await connector.prepare(call(scriptedHttp(t)), part(), null)
    t.match(result, {
      state: 'ready',
      checkpoint: { v: 1, key: /^[0-9a-f-]{36}$/, media: { length: 0 } },
    })
    keys.add(result.checkpoint['key'])
  }
  t.equal(keys.size, 3)
})

t.test('the key stays whatever comes between', async (t) => {
  const result = await connector.prepare(call(scriptedHttp(t)), part(), prepared())
  t.match(result, { state: 'ready', checkpoint: { key: 'a-key' } })
})

async function step(
  t: Parameters<typeof scriptedHttp>[0],
  exchange: Exchange,
  checkpoint: Checkpoint | null,
  what: PublishPart = withFile,
) {
  return await connector.prepare(call(scriptedHttp(t, exchange)), what, checkpoint)
}

t.test('a picture is uploaded with its alternative text in one request', async (t) => {
  const altText = 'A lighthouse'
  const [only] = uploads().multipart ?? []
  const request = uploads({
    multipart: [{ name: 'description', value: altText }, ...(only ? [only] : [])],
  })
  const what = part({ media: [file({ id: 'file-1', altText })] })
  t.match(await step(t, { request, answer: json(200, { id: 'm1', url: 'x' }) }, null, what), {
    state: 'ready',
    checkpoint: { media: [{ sourceId: 'file-1', mediaId: 'm1', state: 'uploaded', altText }] },
  })
})

t.test('a video is asked after until it is processed', async (t) => {
  t.match(await step(t, { request: uploads(), answer: json(202, { id: 'm1', url: null }) }, null), {
    state: 'waiting',
    retryAfterSeconds: 3,
    checkpoint: { media: [{ state: 'processing' }] },
  })
  t.match(await step(t, { request: asks('m1'), answer: json(206, { id: 'm1' }) }, processing), {
    state: 'waiting',
    retryAfterSeconds: 3,
  })
  t.match(await step(t, { request: asks('m1'), answer: json(200, { id: 'm1' }) }, processing), {
    state: 'ready',
    checkpoint: { key: 'a-key', media: [{ state: 'uploaded' }] },
  })
})

t.test('an alternative text that was changed since is given again', async (t) => {
  const what = part({ media: [file({ id: 'file-1', altText: 'New' })] })
  const request = asks('m1', { method: 'PUT', json: { description: 'New' } })
  t.match(await step(t, { request, answer: json(200, { id: 'm1' }) }, prepared('m1'), what), {
    state: 'ready',
    checkpoint: { media: [{ altText: 'New' }] },
  })
})

t.test('a file that was exchanged, or is too old, is uploaded anew', async (t) => {
  const answer = json(200, { id: 'm2' })
  const other = part({ media: [file({ id: 'another' })] })
  t.match(await step(t, { request: uploads(), answer }, prepared('m1'), other), {
    checkpoint: { media: [{ mediaId: 'm2' }] },
  })
  const old = prepared('m1')
  const media = old.media.map((one) => ({ ...one, uploadedAt: '2026-11-21T15:59:59.000Z' }))
  t.match(await step(t, { request: uploads(), answer }, { ...old, media }), {
    checkpoint: { key: 'a-key', media: [{ mediaId: 'm2' }] },
  })
})

t.test(
  'a file that the instance has forgotten is uploaded once more, and not for ever',
  async (t) => {
    const answer = refusal(404, 'Record not found')
    t.match(await step(t, { request: asks('m1'), answer }, processing), {
      state: 'waiting',
      checkpoint: { key: 'a-key', media: [{ state: 'pending', restarts: 1 }] },
    })
    const again = { ...processing, media: processing.media.map((one) => ({ ...one, restarts: 1 })) }
    const http = scriptedHttp(t, { request: asks('m1'), answer })
    t.equal((await failureOf(connector.prepare(call(http), withFile, again))).kind, 'transient')
  },
)

t.test('what the instance refuses names the file', async (t) => {
  for (const [answer, kind] of [
    [refusal(422, 'Validation failed: File content type is invalid'), 'content_rejected'],
    [raw(413, '<html>Too large'), 'content_rejected'],
    [refusal(401, 'The access token was revoked'), 'reauth'],
    [refusal(403, 'x', { 'www-authenticate': 'Bearer error="invalid_scope"' }), 'permission'],
    [refusal(429, 'Too many requests'), 'rate_limited'],
    [raw(502, '<html>'), 'transient'],
    [json(200, {}), 'transient'],
  ] as const) {
    const http = scriptedHttp(t, { request: uploads(), answer })
    const failure = await failureOf(connector.prepare(call(http), withFile, null))
    t.equal(failure.kind, kind, answer.text)
    if (kind === 'content_rejected') t.equal(failure.details.field, 'media[0]')
  }
  const request = asks('m1')
  const answer = refusal(422, 'Error processing thumbnail for uploaded media')
  const http = scriptedHttp(t, { request, answer })
  t.match(await failureOf(connector.prepare(call(http), withFile, processing)), {
    kind: 'content_rejected',
    details: { field: 'media[0]' },
  })
})

t.test("a thread's post first reads whom the post before is for", async (t) => {
  const what = part({ kind: 'thread', position: 1, previous: { rootId: '1', parentId: '2' } })
  const request: ConnectorRequest = { method: 'GET', url: `${api}/v1/statuses/2`, auth }
  const answer = json(200, status('2', { visibility: 'private', spoiler_text: 'Food' }))
  t.match(await step(t, { request, answer }, null, what), {
    state: 'ready',
    checkpoint: { inherited: { visibility: 'private', contentWarning: 'Food', language: 'en' } },
  })
  for (const [refused, kind] of [
    [refusal(404, 'Record not found'), 'content_rejected'],
    [raw(500), 'transient'],
    [json(200, { id: '2' }), 'transient'],
  ] as const) {
    const http = scriptedHttp(t, { request, answer: refused })
    t.equal((await failureOf(connector.prepare(call(http), what, null))).kind, kind)
  }
})
