import t from 'tap'
import { gif, mp4, pdf, png } from '../support/files.ts'
import { at, createLab, selfServe, textAt, type Lab } from '../support/lab.ts'
import {
  pageOf,
  personOf,
  publish,
  uploadAddress,
  uploadedUrn,
  uploadedVideo,
} from '../support/publish.ts'

const binary = 'application/octet-stream'

async function brand(): Promise<{ lab: Lab; token: string; owner: string }> {
  const lab = createLab()
  const token = await lab.signIn('alice')
  return { lab, token, owner: await pageOf(lab, token) }
}

async function statusOf(lab: Lab, token: string, urn: string): Promise<unknown> {
  const kind = urn.split(':')[2] ?? ''
  const { status, json } = await lab.rest('GET', `${kind}s/${encodeURIComponent(urn)}`, { token })
  return status === 200 ? at(json, 'status') : status
}

async function opened(
  lab: Lab,
  token: string,
  kind: 'image' | 'document',
  owner: string,
): Promise<{ urn: string; address: string }> {
  const { json } = await lab.rest('POST', `${kind}s?action=initializeUpload`, {
    token,
    json: { initializeUploadRequest: { owner } },
  })
  return {
    urn: textAt(json, 'value', kind),
    address: uploadAddress(textAt(json, 'value', 'uploadUrl')),
  }
}

t.test('a picture waits for its bytes, is processed, and is available', async (t) => {
  const { lab, token, owner } = await brand()
  const { urn, address } = await opened(lab, token, 'image', owner)
  t.match(urn, /^urn:li:image:D4E22AQ/)
  t.equal(await statusOf(lab, token, urn), 'WAITING_UPLOAD')
  t.match(await publish(lab, token, owner, { content: { media: { id: urn } } }), {
    status: 400,
    json: { code: 'MEDIA_ASSET_WAITING_UPLOAD' },
  })
  const raw = { type: binary, body: png(4, 4) }
  const put = await lab.call('PUT', address, { token, raw })
  t.match(put, { status: 201 })
  t.equal(put.json, undefined)
  t.equal(await statusOf(lab, token, urn), 'AVAILABLE')
  const { json } = await lab.rest('GET', `images/${encodeURIComponent(urn)}`, { token })
  const file = await lab.call('GET', uploadAddress(textAt(json, 'downloadUrl')))
  t.match(file, { status: 200, headers: { 'content-type': 'image/png' } })
})

t.test(
  'the bytes of a picture need the token of who asked, and the address its secret',
  async (t) => {
    const { lab, token, owner } = await brand()
    const { address } = await opened(lab, token, 'image', owner)
    const raw = { type: binary, body: png(4, 4) }
    t.equal((await lab.call('PUT', address, { raw })).status, 401)
    const stranger = await lab.signIn('bob')
    t.equal((await lab.call('PUT', address, { token: stranger, raw })).status, 403)
    const guessed = address.replace(/ut=.*/, 'ut=guess')
    t.equal((await lab.call('PUT', guessed, { token, raw })).status, 403)
    t.equal((await lab.call('PUT', address, { token })).status, 400)
    lab.advance(60 * 60)
    t.match(await lab.call('PUT', address, { token, raw }), {
      status: 400,
      json: { code: 'EXPIRED_UPLOAD_URL' },
    })
  },
)

t.test('a token that may only post cannot read its pictures', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice', selfServe)
  const owner = await personOf(lab, token)
  const urn = await uploadedUrn(lab, token, owner, png(4, 4))
  t.equal(await statusOf(lab, token, urn), 403)
  lab.advance(1)
  t.equal((await publish(lab, token, owner, { content: { media: { id: urn } } })).status, 201)
})

t.test('owners are those in whose name one may post', async (t) => {
  const { lab, token } = await brand()
  const json = { initializeUploadRequest: { owner: 'urn:li:organization:2414183' } }
  const answer = await lab.rest('POST', 'images?action=initializeUpload', { token, json })
  t.equal(answer.status, 403)
  for (const path of ['images', 'images?action=upload']) {
    t.equal((await lab.rest('POST', path, { token, json })).status, 400, path)
  }
})

t.test('what a picture must not be shows when it is processed', async (t) => {
  const { lab, token, owner } = await brand()
  const files: [string, Buffer, string][] = [
    ['a GIF of 250 frames', gif(250), 'AVAILABLE'],
    ['a GIF of 251 frames', gif(251), 'PROCESSING_FAILED'],
    ['a WebP', Buffer.from('RIFF____WEBPVP8 '), 'PROCESSING_FAILED'],
    ['no picture', Buffer.from('hello'), 'PROCESSING_FAILED'],
    ['half a picture', png(4, 4).subarray(0, 12), 'PROCESSING_FAILED'],
    ['a very large one', largePng(36_152_320), 'PROCESSING_FAILED'],
    ['almost as large', largePng(36_152_319), 'AVAILABLE'],
  ]
  for (const [name, bytes, status] of files) {
    const urn = await uploadedUrn(lab, token, owner, bytes)
    t.equal(await statusOf(lab, token, urn), status, name)
    if (status === 'AVAILABLE') continue
    t.match(await publish(lab, token, owner, { content: { media: { id: urn } } }), {
      status: 400,
      json: { code: 'MEDIA_ASSET_PROCESSING_FAILED' },
    })
  }
})

/** The head of a PNG that claims this many pixels. */
function largePng(pixels: number): Buffer {
  const bytes = png(1, 1)
  bytes.writeUInt32BE(pixels, 16)
  return bytes
}

t.test('documents are PDF, Word and PowerPoint, of at most 300 pages', async (t) => {
  const { lab, token, owner } = await brand()
  const zip = (inside: string) => Buffer.from(`PK\x03\x04${inside}`, 'latin1')
  const files: [Buffer, string][] = [
    [pdf(300), 'AVAILABLE'],
    [pdf(301), 'PROCESSING_FAILED'],
    [zip('word/document.xml'), 'AVAILABLE'],
    [zip('ppt/slides'), 'AVAILABLE'],
    [zip('xl/workbook.xml'), 'PROCESSING_FAILED'],
    [png(4, 4), 'PROCESSING_FAILED'],
  ]
  for (const [bytes, status] of files) {
    const urn = await uploadedUrn(lab, token, owner, bytes, 'document')
    t.equal(await statusOf(lab, token, urn), 'PROCESSING')
    t.equal(await statusOf(lab, token, urn), status)
  }
})

t.test('a video goes up in parts of 4 MiB, the last range reaching beyond the file', async (t) => {
  const { lab, token, owner } = await brand()
  const { json } = await lab.rest('POST', 'videos?action=initializeUpload', {
    token,
    json: {
      initializeUploadRequest: {
        owner,
        fileSizeBytes: 5_000_000,
        uploadCaptions: true,
        uploadThumbnail: true,
      },
    },
  })
  t.match(json, {
    value: {
      uploadToken: '',
      video: /^urn:li:video:/,
      uploadInstructions: [
        { firstByte: 0, lastByte: 4_194_303 },
        { firstByte: 4_194_304, lastByte: 8_388_607 },
      ],
    },
  })
  const thumbnail = uploadAddress(textAt(json, 'value', 'thumbnailUploadUrl'))
  const raw = { type: 'image/png', body: png(4, 4) }
  t.equal((await lab.call('PUT', thumbnail, { raw })).status, 400)
  const headers = { 'media-type-family': 'STILLIMAGE' }
  t.equal((await lab.call('PUT', thumbnail, { raw, headers })).status, 201)
  const captions = uploadAddress(textAt(json, 'value', 'captionsUploadUrl'))
  const srt = { type: binary, body: '1\n00:00:00,000 --> 00:00:01,000\nHi\n' }
  t.equal((await lab.call('PUT', captions, { raw: srt })).status, 201)
})

t.test('a part has its own address, its exact length, and no token', async (t) => {
  const { lab, token, owner } = await brand()
  const bytes = mp4(5000, 5_000_000)
  const { json } = await lab.rest('POST', 'videos?action=initializeUpload', {
    token,
    json: { initializeUploadRequest: { owner, fileSizeBytes: bytes.length } },
  })
  const video = textAt(json, 'value', 'video')
  const addresses = [0, 1].map((index) =>
    uploadAddress(textAt(json, 'value', 'uploadInstructions', index, 'uploadUrl')),
  )
  const [first = '', second = ''] = addresses
  const part = bytes.subarray(0, 4_194_304)
  t.equal((await lab.call('PUT', first, { token, raw: { type: binary, body: part } })).status, 400)
  t.equal((await lab.call('PUT', first, { raw: { type: 'video/mp4', body: part } })).status, 415)
  t.equal((await lab.call('PUT', first, { raw: { type: binary, body: bytes } })).status, 400)
  const put = await lab.call('PUT', first, { raw: { type: binary, body: part } })
  t.match(put, { status: 200, headers: { etag: /^"\/ambry-.+"$/ } })
  const etag = put.headers?.['etag'] ?? ''
  const rest = await lab.call('PUT', second, {
    raw: { type: binary, body: bytes.subarray(4_194_304) },
  })
  const plain = [etag, rest.headers?.['etag'] ?? ''].map((one) => one.slice(1, -1))
  const finalize = async (uploadedPartIds: readonly string[], uploadToken = '') =>
    await lab.rest('POST', 'videos?action=finalizeUpload', {
      token,
      json: { finalizeUploadRequest: { video, uploadToken, uploadedPartIds } },
    })
  const wrong = [plain.slice(0, 1), [...plain].reverse(), [etag, plain[1] ?? ''], ['a', 'b']]
  for (const ids of wrong) t.equal((await finalize(ids)).status, 400, ids.join())
  t.equal((await finalize(plain, 'guess')).status, 400)
  t.equal(await statusOf(lab, token, video), 'WAITING_UPLOAD')
  t.equal((await finalize(plain)).status, 200)
  t.equal(await statusOf(lab, token, video), 'PROCESSING')
  t.equal(await statusOf(lab, token, video), 'AVAILABLE')
  const kept = await lab.context.store.getBytes(video.split(':')[3] ?? '')
  t.ok(kept?.equals(bytes), 'byte for byte')
  t.equal((await finalize(plain)).status, 200, 'and again changes nothing')
})

t.test('a video’s size is looked at before, its length and format afterwards', async (t) => {
  const { lab, token, owner } = await brand()
  for (const fileSizeBytes of [76_799, 524_288_001]) {
    const json = { initializeUploadRequest: { owner, fileSizeBytes } }
    const answer = await lab.rest('POST', 'videos?action=initializeUpload', { token, json })
    t.equal(answer.status, 400)
  }
  const films: [string, Buffer, string][] = [
    ['3 s', mp4(3000), 'AVAILABLE'],
    ['less', mp4(2999), 'PROCESSING_FAILED'],
    ['30 min', mp4(30 * 60_000), 'AVAILABLE'],
    ['more', mp4(30 * 60_000 + 1), 'PROCESSING_FAILED'],
    ['no film', Buffer.alloc(80_000), 'PROCESSING_FAILED'],
  ]
  for (const [name, bytes, status] of films) {
    const urn = await uploadedVideo(lab, token, owner, bytes)
    lab.advance(2)
    t.equal(await statusOf(lab, token, urn), status, name)
  }
})

t.test('a video’s post is a ugcPost, seen once the video is done', async (t) => {
  const { lab, token, owner } = await brand()
  const id = await uploadedVideo(lab, token, owner, mp4(5000))
  const { headers } = await publish(lab, token, owner, {
    content: { media: { id, title: 'Film' } },
  })
  const urn = headers?.['x-restli-id'] ?? ''
  t.match(urn, /^urn:li:ugcPost:/)
  const path = `posts/${encodeURIComponent(urn)}`
  t.equal((await lab.rest('GET', path, { token })).status, 404)
  lab.advance(2)
  t.match((await lab.rest('GET', path, { token })).json, { content: { media: { title: 'Film' } } })
})

t.test('processing can be told to be slow, or to fail', async (t) => {
  const { lab, token, owner } = await brand()
  lab.arm('processing_slow', 'upload_media')
  const slow = await uploadedUrn(lab, token, owner, png(4, 4))
  lab.advance(29)
  t.equal(await statusOf(lab, token, slow), 'PROCESSING')
  lab.advance(1)
  t.equal(await statusOf(lab, token, slow), 'AVAILABLE')
  lab.arm('processing_failed', 'video_action', 1)
  const failed = await uploadedVideo(lab, token, owner, mp4(5000))
  lab.advance(2)
  const { json } = await lab.rest('GET', `videos/${encodeURIComponent(failed)}`, { token })
  t.match(json, { status: 'PROCESSING_FAILED', processingFailureReason: /could not be processed/ })
})
