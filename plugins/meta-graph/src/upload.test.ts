import t from 'tap'
import { bytes, failureOf, file, json, raw, scriptedHttp } from '@t21/plugin-kit/testing'
import { failing, graphError } from '../test/meta.ts'
import { uploadRest } from './index.ts'

const uploadUrl = 'https://rupload.facebook.com/video-upload/v25.0/77'
const video = file({ kind: 'video', mimeType: 'video/mp4', size: 100 })
const input = (offset: number) => ({
  uploadUrl,
  token: 'page',
  file: video,
  offset,
  field: 'media[0]',
  now: new Date('2026-11-22T12:00:00Z'),
})
const sends = (offset: number) => ({
  method: 'POST' as const,
  url: uploadUrl,
  headers: {
    offset: String(offset),
    file_size: '100',
    'content-type': 'application/octet-stream',
  },
  auth: { oauth: 'page' },
  body: bytes(offset, 100),
})
const upload = (
  t: Parameters<typeof scriptedHttp>[0],
  answer: ReturnType<typeof json>,
  offset = 0,
) =>
  uploadRest({ http: scriptedHttp(t, { request: sends(offset), answer }) }, input(offset), failing)

t.test('the rest of a file goes in one request, from the byte that Meta has', async (t) => {
  t.equal(await upload(t, json(200, { success: true })), 'complete')
  t.equal(await upload(t, json(200, { success: true }), 60), 'complete')
})

t.test('a wrong offset asks to look where the upload stands', async (t) => {
  for (const type of ['OffsetInvalidError', 'PartialRequestError']) {
    const answer = json(400, { debug_info: { retriable: true, type, message: 'No' } })
    t.equal(await upload(t, answer), 'interrupted', type)
  }
})

t.test('a status alone disconnects nobody: Graph is asked what became of the login', async (t) => {
  const unsigned = { debug_info: { retriable: false, type: 'NotAuthorizedError', message: 'No' } }
  for (const answer of [json(401, unsigned), raw(401, '<html>'), raw(401)]) {
    t.equal(await upload(t, answer), 'interrupted')
  }
})

t.test('what is refused has its meaning', async (t) => {
  const failed = (retriable: boolean) =>
    json(400, { debug_info: { retriable, type: 'ProcessingFailedError', message: 'No' } })
  const rows = [
    [failed(false), 'content_rejected', 'media[0]'],
    [failed(true), 'transient', undefined],
    [graphError(190, 463), 'reauth', undefined],
    [raw(503, '<html>'), 'transient', undefined],
  ] as const
  for (const [answer, kind, field] of rows) {
    const failure = await failureOf(upload(t, answer))
    t.equal(failure.kind, kind)
    t.equal(failure.details.field, field)
  }
})

t.test(
  'the address is used as it came: call.http knows the sandbox and refuses strangers',
  async (t) => {
    for (const url of [
      'http://127.0.0.1:4300/rupload.facebook.com/video-upload/77',
      'https://rupload.facebook.com/video-upload/77',
    ]) {
      const request = { ...sends(0), url }
      const call = { http: scriptedHttp(t, { request, answer: json(200, { success: true }) }) }
      t.equal(await uploadRest(call, { ...input(0), uploadUrl: url }, failing), 'complete')
    }
  },
)
