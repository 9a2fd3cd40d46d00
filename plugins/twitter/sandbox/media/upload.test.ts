import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'
import t from 'tap'
import { allScopes, at, createLab, textAt, type Lab } from '../support/lab.ts'
import { gif, mp4, png } from '@t21/plugin-kit/sandbox/testing'
import { publish, publishedId, uploadedId } from '../support/publish.ts'

interface File {
  readonly bytes: Buffer
  readonly type: string
  readonly category: string
}

const picture: File = { bytes: png(40, 30), type: 'image/png', category: 'tweet_image' }
const animation: File = { bytes: gif(2), type: 'image/gif', category: 'tweet_gif' }
const film: File = { bytes: mp4(2000), type: 'video/mp4', category: 'tweet_video' }

async function initialize(lab: Lab, token: string, file: File): Promise<EmulatorResponse> {
  return await lab.call('POST', '/2/media/upload/initialize', {
    token,
    json: {
      media_type: file.type,
      total_bytes: file.bytes.length,
      media_category: file.category,
    },
  })
}

async function append(
  lab: Lab,
  token: string,
  id: string,
  index: number,
  bytes: Buffer,
): Promise<EmulatorResponse> {
  return await lab.call('POST', `/2/media/upload/${id}/append`, {
    token,
    multipart: [
      { name: 'segment_index', value: Buffer.from(String(index)) },
      { name: 'media', filename: 'blob', value: bytes },
    ],
  })
}

async function finalize(lab: Lab, token: string, id: string): Promise<EmulatorResponse> {
  return await lab.call('POST', `/2/media/upload/${id}/finalize`, { token })
}

async function status(lab: Lab, token: string, id: string): Promise<EmulatorResponse> {
  return await lab.call('GET', `/2/media/upload?command=STATUS&media_id=${id}`, { token })
}

/** Uploads in one segment; gives the id and the answer of finalize. */
async function upload(
  lab: Lab,
  token: string,
  file: File,
): Promise<{ id: string; finalized: EmulatorResponse }> {
  const id = textAt((await initialize(lab, token, file)).json, 'data', 'id')
  await append(lab, token, id, 0, file.bytes)
  return { id, finalized: await finalize(lab, token, id) }
}

function stateIn(response: EmulatorResponse): unknown {
  return at(response.json, 'data', 'processing_info', 'state')
}

t.test('a picture in three segments, sent out of order and one of them twice', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const opened = await initialize(lab, token, picture)
  const id = textAt(opened.json, 'data', 'id')
  t.strictSame(opened.json, { data: { id, media_key: `3_${id}`, expires_after_secs: 86_400 } })

  const { bytes } = picture
  await append(lab, token, id, 2, bytes.subarray(40))
  await append(lab, token, id, 0, Buffer.from('an attempt that broke off'))
  const appended = await append(lab, token, id, 0, bytes.subarray(0, 20))
  const asJson = await lab.call('POST', `/2/media/upload/${id}/append`, {
    token,
    json: { media: bytes.subarray(20, 40).toString('base64'), segment_index: 1 },
  })
  const finalized = await finalize(lab, token, id)

  t.equal(appended.status, 200)
  t.strictSame(appended.json, {
    data: { expires_at: lab.context.now().getTime() / 1000 + 86_400 },
  })
  t.equal(asJson.status, 200)
  t.strictSame(finalized.json, {
    data: {
      id,
      media_key: `3_${id}`,
      size: bytes.length,
      expires_after_secs: 86_400,
      image: { w: 40, h: 30, image_type: 'image/png' },
    },
  })
  t.strictSame(await lab.context.store.getBytes(id), bytes)
  t.equal(await lab.context.store.getBytes(`${id}-0`), undefined, 'segments are removed')
})

t.test('finalize says what is missing, and can be tried again', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const { bytes } = picture
  const id = textAt((await initialize(lab, token, picture)).json, 'data', 'id')

  t.match((await finalize(lab, token, id)).json, { errors: [{ message: /segment 0 is missing/ }] })
  await append(lab, token, id, 0, bytes.subarray(0, 10))
  await append(lab, token, id, 2, bytes.subarray(20))
  t.match((await finalize(lab, token, id)).json, { errors: [{ message: /segment 1 is missing/ }] })
  await append(lab, token, id, 1, bytes.subarray(10, 19))
  const short = await finalize(lab, token, id)
  t.equal(short.status, 400)
  t.match(short.json, { errors: [{ message: /bytes received/ }], type: /invalid-request$/ })
  await append(lab, token, id, 1, bytes.subarray(10, 20))
  t.equal((await finalize(lab, token, id)).status, 200)
  t.equal((await finalize(lab, token, id)).status, 200, 'and once more after the answer was lost')
  t.equal((await append(lab, token, id, 3, bytes)).status, 400)
})

t.test('a segment above 5 MB meets the edge: 413 without a word', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const id = textAt((await initialize(lab, token, film)).json, 'data', 'id')
  const refused = await append(lab, token, id, 0, Buffer.alloc(5 * 1024 * 1024 + 1))

  t.equal(refused.status, 413)
  t.equal(refused.json, undefined)
  t.equal((await append(lab, token, id, 0, Buffer.alloc(5 * 1024 * 1024))).status, 200)
})

t.test('segments are numbered 0 to 999', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const id = textAt((await initialize(lab, token, picture)).json, 'data', 'id')

  for (const index of [-1, 1000, 1.5]) {
    const { status: answer, json } = await append(lab, token, id, index, Buffer.from('x'))
    t.equal(answer, 400)
    t.ok(at(json, 'errors', 0, 'parameters', 'segment_index'), JSON.stringify(json))
  }
})

t.test('initialize refuses types, categories and sizes that do not go together', async (t) => {
  const lab = createLab()
  const alice = await lab.signIn('alice')
  const premium = await lab.signIn('premium_ann')
  const megabyte = 1024 * 1024
  const video = { media_type: 'video/mp4', media_category: 'tweet_video' }
  const image = { media_type: 'image/png', media_category: 'tweet_image' }
  async function answer(token: string, json: object): Promise<number> {
    return (await lab.call('POST', '/2/media/upload/initialize', { token, json })).status
  }

  t.equal(await answer(alice, { ...image, total_bytes: 5 * megabyte }), 200)
  t.equal(await answer(alice, { ...video, total_bytes: 512 * megabyte }), 200)
  t.equal(await answer(premium, { ...video, total_bytes: 600 * megabyte }), 200)
  const wrong = [
    { ...image, total_bytes: 5 * megabyte + 1 },
    { ...image, total_bytes: 0 },
    { ...image, total_bytes: '10' },
    { ...image, total_bytes: 10, media_category: 'TWEET_IMAGE' },
    { ...image, total_bytes: 10, media_category: undefined },
    { ...image, total_bytes: 10, media_type: 'image/svg+xml' },
    { ...image, total_bytes: 10, media_type: 'image/tiff' },
    { ...image, total_bytes: 10, media_type: 'video/mp4' },
    { ...image, total_bytes: 10, media_category: 'tweet_gif' },
    { ...image, total_bytes: 10, name: 'x' },
    { ...video, total_bytes: 512 * megabyte + 1 },
    { media_type: 'image/gif', media_category: 'tweet_gif', total_bytes: 15 * megabyte + 1 },
  ]
  for (const json of wrong) t.equal(await answer(alice, json), 400, JSON.stringify(json))
})

t.test('bytes that are not what was declared are refused', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const wrong: readonly File[] = [
    { ...picture, bytes: gif(1) },
    { ...picture, bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') },
    { ...picture, bytes: png(4, 4).subarray(0, 12) },
    { ...film, bytes: png(4, 4) },
  ]
  for (const file of wrong) t.equal((await upload(lab, token, file)).finalized.status, 400)
})

t.test('a GIF and a video are processed before they can be posted', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  for (const file of [animation, film]) {
    const { id, finalized } = await upload(lab, token, file)
    const media = { media_ids: [id] }
    t.match(finalized.json, {
      data: { processing_info: { state: 'pending', check_after_secs: 1 } },
    })
    const early = await publish(lab, token, { text: file.type, media })
    t.equal(early.status, 400)
    t.equal(at(early.json, 'errors', 0, 'message'), 'Your media IDs are invalid.')

    t.equal(stateIn(await status(lab, token, id)), 'in_progress')
    t.equal((await publish(lab, token, { text: file.type, media })).status, 400)
    t.equal(stateIn(await status(lab, token, id)), 'succeeded')
    t.equal((await publish(lab, token, { text: file.type, media })).status, 201)
  }
})

t.test('who does not ask waits two seconds', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const { id } = await upload(lab, token, film)
  lab.advance(1)
  t.equal((await publish(lab, token, { media: { media_ids: [id] } })).status, 400)
  lab.advance(1)
  t.equal((await publish(lab, token, { media: { media_ids: [id] } })).status, 201)
})

t.test('slow processing takes 30 seconds, however often one asks', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  lab.arm('processing_slow', 'finalize_media')
  const { id } = await upload(lab, token, film)
  for (let count = 0; count < 5; count += 1) {
    t.equal(stateIn(await status(lab, token, id)), 'in_progress')
  }
  lab.advance(29)
  t.equal(stateIn(await status(lab, token, id)), 'in_progress')
  lab.advance(1)
  t.equal(stateIn(await status(lab, token, id)), 'succeeded')
})

t.test('failed processing tells why, and the media cannot be posted', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  for (const operation of ['finalize_media', 'media_status']) {
    lab.arm('processing_failed', operation)
    const { id } = await upload(lab, token, film)
    await status(lab, token, id)
    const { json } = await status(lab, token, id)

    t.match(json, {
      data: { processing_info: { state: 'failed', error: { code: 1, name: 'InvalidMedia' } } },
    })
    t.equal((await publish(lab, token, { media: { media_ids: [id] } })).status, 400)
  }
})

t.test('a GIF with too many frames, or too large, fails in processing', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const cases: readonly [Buffer, string][] = [
    [gif(350), 'succeeded'],
    [gif(351), 'failed'],
    [gif(1, 1280, 1080), 'succeeded'],
    [gif(1, 1281, 1080), 'failed'],
    [gif(300, 1280, 1080), 'failed'],
    [gif(2).subarray(0, -5), 'failed'],
  ]
  for (const [bytes, expected] of cases) {
    const { id } = await upload(lab, token, { ...animation, bytes })
    lab.advance(2)
    t.equal(stateIn(await status(lab, token, id)), expected)
  }
})

t.test('the length of a video is judged when it is posted', async (t) => {
  const lab = createLab()
  const post = async (handle: string, milliseconds: number) => {
    const token = await lab.signIn(handle)
    const { id } = await upload(lab, token, { ...film, bytes: mp4(milliseconds) })
    lab.advance(2)
    return await publish(lab, token, { media: { media_ids: [id] } })
  }
  const refused = await post('alice', 140_001)

  t.equal((await post('alice', 140_000)).status, 201)
  t.equal(refused.status, 403)
  t.equal(
    at(refused.json, 'detail'),
    'This user is not allowed to post a video longer than 2 minutes',
  )
  t.equal((await post('premium_ann', 600_000)).status, 201)
  t.equal((await post('alice', 499)).status, 400)
})

t.test('media belong to their account and live 24 hours', async (t) => {
  const lab = createLab()
  const alice = await lab.signIn('alice')
  const bob = await lab.signIn('bob')
  const { id } = await upload(lab, alice, picture)
  const media = { media_ids: [id] }

  for (const refused of [
    await publish(lab, bob, { media }),
    await status(lab, bob, id),
    await append(lab, bob, id, 0, picture.bytes),
    await finalize(lab, bob, id),
  ]) {
    t.equal(refused.status, 400)
    t.match(refused.json, { type: /invalid-request$/ })
  }
  lab.advance(86_399)
  t.equal((await publish(lab, await lab.signIn('alice'), { media })).status, 201)
  lab.advance(1)
  t.equal((await publish(lab, await lab.signIn('alice'), { media })).status, 400)
})

t.test('a co-owner may post media of another account', async (t) => {
  const lab = createLab()
  const alice = await lab.signIn('alice')
  const bob = await lab.signIn('bob')
  const bobId = textAt((await lab.call('GET', '/2/users/me', { token: bob })).json, 'data', 'id')
  const { json } = await lab.call('POST', '/2/media/upload', {
    token: alice,
    json: {
      media: picture.bytes.toString('base64'),
      media_category: 'tweet_image',
      additional_owners: [bobId],
    },
  })
  const media = { media_ids: [textAt(json, 'data', 'id')] }

  t.equal((await publish(lab, bob, { media })).status, 201)
})

t.test('four pictures, or one GIF, or one video', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const pictures = []
  for (let count = 0; count < 4; count += 1) pictures.push(await uploadedId(lab, token, png(2, 2)))
  const [one = ''] = pictures
  const moving = (await upload(lab, token, animation)).id
  const direct = await uploadedId(lab, token, png(2, 2), 'dm_image')
  lab.advance(2)

  t.equal((await publish(lab, token, { media: { media_ids: pictures } })).status, 201)
  for (const ids of [[one, moving], [one, one], [direct], ['12345']]) {
    t.equal((await publish(lab, token, { media: { media_ids: ids } })).status, 400)
  }
})

t.test('one request is enough for a picture, as multipart or JSON', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const asParts = await lab.call('POST', '/2/media/upload', {
    token,
    multipart: [
      { name: 'media', filename: 'a.png', value: picture.bytes },
      { name: 'media_category', value: Buffer.from('tweet_image') },
    ],
  })
  const asJson = await lab.call('POST', '/2/media/upload', {
    token,
    json: { media: animation.bytes.toString('base64'), media_category: 'tweet_gif' },
  })

  t.equal(asParts.status, 200)
  t.match(asParts.json, { data: { image: { w: 40, h: 30, image_type: 'image/png' } } })
  t.match(asJson.json, { data: { processing_info: { state: 'pending' } } })
  for (const json of [
    { media: 'not base64!', media_category: 'tweet_image' },
    { media: Buffer.from('text').toString('base64'), media_category: 'tweet_image' },
    { media: picture.bytes.toString('base64') },
  ]) {
    t.equal((await lab.call('POST', '/2/media/upload', { token, json })).status, 400)
  }
})

t.test('the protocol before this one is refused', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const { status: answer } = await lab.call('POST', '/2/media/upload?command=INIT', {
    token,
    form: { media_type: 'image/png', total_bytes: '10' },
  })

  t.equal(answer, 400)
})

t.test('alt text is set before the post, and only then', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const id = await uploadedId(lab, token, picture.bytes)
  const describe = (text: string, of = id) =>
    lab.call('POST', '/2/media/metadata', {
      token,
      json: { id: of, metadata: { alt_text: { text } } },
    })
  async function altText(post: string): Promise<unknown> {
    const query = 'expansions=attachments.media_keys&media.fields=alt_text'
    const { json } = await lab.call('GET', `/2/tweets/${post}?${query}`, { token })
    return at(json, 'includes', 'media', 0, 'alt_text')
  }

  t.equal((await describe('a'.repeat(1001))).status, 400)
  t.equal((await describe('😀'.repeat(1000))).status, 200)
  t.strictSame((await describe('A grey square')).json, {
    data: { id, associated_metadata: { alt_text: { text: 'A grey square' } } },
  })
  const post = await publishedId(lab, token, { media: { media_ids: [id] } })
  await describe('Too late')
  t.equal(await altText(post), 'A grey square')
  t.equal((await describe('x', (await upload(lab, token, film)).id)).status, 400)
  t.equal((await describe('x', '123')).status, 400)
})

t.test('subtitles are uploaded as such and hung on a video', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const { id } = await upload(lab, token, film)
  const text = Buffer.from('1\n00:00:00,000 --> 00:00:01,000\nHello\n')
  const file = await uploadedId(lab, token, text, 'subtitles')
  const json = {
    id,
    media_category: 'TweetVideo',
    subtitles: { id: file, language_code: 'EN', display_name: 'English' },
  }
  const hang = (body: object) => lab.call('POST', '/2/media/subtitles', { token, json: body })

  t.equal((await hang(json)).status, 200)
  t.equal(
    (await hang({ ...json, subtitles: { ...json.subtitles, language_code: 'en' } })).status,
    400,
  )
  t.equal((await hang({ ...json, id: file })).status, 400)
})

t.test('without the scope media.write every step is a bare 403', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice', allScopes.replace('media.write ', ''))
  const bare = { title: 'Forbidden', detail: 'Forbidden', type: 'about:blank', status: 403 }

  for (const response of [
    await initialize(lab, token, picture),
    await append(lab, token, '1', 0, picture.bytes),
    await finalize(lab, token, '1'),
    await status(lab, token, '1'),
  ]) {
    t.equal(response.status, 403)
    t.strictSame(response.json, bare)
  }
})
