import t from 'tap'
import { emulator } from '../index.ts'
import {
  at,
  createLab,
  get,
  jpeg,
  madeId,
  mp4,
  png,
  post,
  textAt,
  withFile,
} from '../support/lab.ts'

t.test('a photo of bytes is a post of its own, and its bytes are served', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const bytes = png(40, 30)
  const body = withFile({ caption: 'A dot', alt_text_custom: 'grey' }, 'source', bytes)
  const { json } = await lab.call('POST', '/v25.0/me/photos', { token: page.token, ...body })
  const photo = textAt(json, 'id')
  t.match(json, { id: /^122\d{15}$/, post_id: new RegExp(`^${page.id}_`) })
  t.match(emulator.published(lab.context), [
    { text: 'A dot', media: [{ id: photo, mimeType: 'image/png', altText: 'grey' }] },
  ])
  const read = await get(lab, page, `${photo}?fields=width,height,images,page_story_id`)
  t.match(read.json, { width: 40, height: 30, page_story_id: textAt(json, 'post_id') })
  const served = new URL(textAt(read.json, 'images', 0, 'source'))
  const file = await lab.call('GET', served.pathname.slice(1))
  t.match(file.headers, { 'content-type': 'image/png' })
  t.ok(bytes.equals(Buffer.from(file.bytes ?? [])))
})

t.test('a photo may come from an address', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  lab.serve('https://cdn.example.com/a.jpg', { type: 'image/jpeg', bytes: jpeg(600, 400) })
  t.match(await post(lab, page, 'photos', { url: 'https://cdn.example.com/a.jpg', message: 'a' }), {
    status: 200,
    json: { post_id: /_/ },
  })
  for (const url of ['https://cdn.example.com/none.jpg', 'https://x.fbcdn.net/a.jpg', 'a.jpg']) {
    t.match((await post(lab, page, 'photos', { url })).json, {
      error: { code: 100, error_subcode: 2061006 },
    })
  }
})

t.test('what is no picture, too large or of a type that is not taken is refused', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const send = async (bytes: Buffer) => {
    const body = withFile({}, 'source', bytes)
    return (await lab.call('POST', '/v25.0/me/photos', { token: page.token, ...body })).json
  }
  const webp = Buffer.from(
    'RIFF\x1a\0\0\0WEBPVP8 \x0e\0\0\0\x30\x01\0\x9d\x01\x2a\x01\0\x01\0\x01\0',
    'latin1',
  )
  t.match(await send(Buffer.from('hello')), { error: { code: 324 } })
  t.match(await send(mp4(1000)), { error: { code: 324 } })
  t.match(await send(webp), { error: { code: 100, error_subcode: 1366046 } })
  t.match(await send(jpeg(9, 9, 10 * 1024 * 1024 + 1)), { error: { error_subcode: 1366046 } })
  t.match(await send(jpeg(9, 9, 10 * 1024 * 1024)), { post_id: /_/ })
  t.match((await post(lab, page, 'photos', { message: 'none' })).json, { error: { code: 324 } })
  t.equal(emulator.published(lab.context).length, 1)
})

t.test('an unpublished photo has no post; a deleted one is gone with its post', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const staged = withFile({ published: 'false', temporary: 'true' }, 'source', png(2, 2))
  const first = await lab.call('POST', '/v25.0/me/photos', { token: page.token, ...staged })
  t.strictSame(Object.keys(first.json as object), ['id'])
  const shown = withFile({}, 'source', png(3, 3))
  const id = await madeId(lab.call('POST', '/v25.0/me/photos', { token: page.token, ...shown }))
  t.match(await lab.call('DELETE', `/v25.0/${id}`, { token: page.token }), {
    json: { success: true },
  })
  t.equal(emulator.published(lab.context).length, 0)
  t.equal(at((await get(lab, page, id)).json, 'error', 'error_subcode'), 33)
})
