import t from 'tap'
import { at, textAt, type Lab } from '@t21/plugin-kit/sandbox/testing'
import { createLab, publish, signIn, uploadFile } from '../support/lab.ts'
import { gif, mp4, png } from '@t21/plugin-kit/sandbox/testing'

async function ask(lab: Lab, token: string, id: string, method = 'GET', json?: object) {
  return await lab.call(method, `/api/v1/media/${id}`, { token, ...(json && { json }) })
}

t.test('a picture is processed at once; its description and size come back', async (t) => {
  const lab = createLab()
  const token = await signIn(lab)
  const answer = await uploadFile(lab, token, png(3, 2), 'image/png', 'A grey field')
  t.match(answer, {
    status: 200,
    json: {
      type: 'image',
      url: /^https:\/\/mastodon\.example\/system\//,
      description: 'A grey field',
      meta: { original: { width: 3, height: 2 } },
    },
  })
  const address = textAt(answer.json, 'url').replace('https://', '')
  t.same((await lab.call('GET', address)).bytes, png(3, 2))
})

t.test('GIFs and videos are accepted, then partial content, then there', async (t) => {
  const lab = createLab()
  const token = await signIn(lab)
  for (const [bytes, type, kind] of [
    [gif(2), 'image/gif', 'gifv'],
    [mp4(900), 'video/mp4', 'video'],
  ] as const) {
    const answer = await uploadFile(lab, token, bytes, type)
    t.match(answer, { status: 202, json: { type: kind, url: null } })
    const id = textAt(answer.json, 'id')
    t.equal((await ask(lab, token, id)).status, 206)
    lab.advance(2)
    t.match(await ask(lab, token, id), { status: 200, json: { id, url: /^https/ } })
  }
})

t.test('processing can be slow, and can fail', async (t) => {
  const lab = createLab()
  const token = await signIn(lab)
  lab.arm('processing_slow', 'upload_media')
  const slow = textAt((await uploadFile(lab, token, png(1, 1), 'image/png')).json, 'id')
  lab.advance(29)
  t.equal((await ask(lab, token, slow)).status, 206)
  lab.advance(1)
  t.equal((await ask(lab, token, slow)).status, 200)

  lab.arm('processing_failed', 'upload_media')
  const failed = textAt((await uploadFile(lab, token, mp4(900), 'video/mp4')).json, 'id')
  lab.advance(2)
  t.match(await ask(lab, token, failed), {
    status: 422,
    json: { error: 'Error processing thumbnail for uploaded media' },
  })
})

t.test('what is no picture, not what it says, too large or too wide is refused', async (t) => {
  const lab = createLab('roomy.example')
  const token = await signIn(lab)
  const refused = async (bytes: Buffer, type: string, error: RegExp) =>
    t.match(await uploadFile(lab, token, bytes, type), { status: 422, json: { error } })
  const twoMegabytes = Buffer.concat([png(1, 1), Buffer.alloc(2 * 1024 * 1024 - png(1, 1).length)])

  await refused(Buffer.from('%PDF-1.7'), 'application/pdf', /content type is invalid/)
  await refused(Buffer.from('%PDF-1.7'), 'image/png', /content type is invalid/)
  await refused(twoMegabytes, 'image/png', /must be less than 2 MB/)
  t.equal((await uploadFile(lab, token, twoMegabytes.subarray(1), 'image/png')).status, 422)
  t.equal((await uploadFile(lab, token, twoMegabytes.subarray(0, -1), 'image/png')).status, 200)
  await refused(png(33_177_601, 1).subarray(0, 64), 'image/png', /33177601x1 images are not/)
  await refused(Buffer.alloc(0), 'image/png', /can't be blank/)
  t.equal((await lab.call('POST', '/api/v2/media', { token, json: {} })).status, 422)
})

t.test(
  'a description has at most 1,500 characters, and can be changed until the file is used',
  async (t) => {
    const lab = createLab()
    const token = await signIn(lab)
    const longest = '🙂'.repeat(1500)
    t.equal((await uploadFile(lab, token, png(1, 1), 'image/png', `${longest}x`)).status, 422)
    const answer = await uploadFile(lab, token, png(1, 1), 'image/png', longest)
    const id = textAt(answer.json, 'id')
    t.match((await ask(lab, token, id, 'PUT', { description: 'Short' })).json, {
      description: 'Short',
    })
    t.equal((await ask(lab, token, id, 'PUT', { description: `${longest}x` })).status, 422)
    await publish(lab, token, { media_ids: [id] })
    t.equal((await ask(lab, token, id, 'PUT', { description: 'Late' })).status, 404)
  },
)

t.test(
  "a file is its owner's alone, is gone after a day without a status, and can be deleted",
  async (t) => {
    const lab = createLab()
    const [ada, bob] = [await signIn(lab, 'ada'), await signIn(lab, 'bob')]
    const id = textAt((await uploadFile(lab, ada, png(1, 1), 'image/png')).json, 'id')
    t.equal((await ask(lab, bob, id)).status, 404)
    t.equal((await publish(lab, bob, { media_ids: [id] })).status, 422)
    lab.advance(24 * 60 * 60 - 1)
    t.equal((await ask(lab, ada, id)).status, 200)
    lab.advance(1)
    t.equal((await ask(lab, ada, id)).status, 404)

    const other = textAt((await uploadFile(lab, ada, png(1, 1), 'image/png')).json, 'id')
    t.equal((await ask(lab, ada, other, 'DELETE')).status, 200)
    t.equal((await ask(lab, ada, other)).status, 404)
  },
)

t.test('thirty uploads in half an hour, and no more', async (t) => {
  const lab = createLab()
  const token = await signIn(lab)
  for (let n = 0; n < 30; n += 1) await uploadFile(lab, token, png(1, 1), 'image/png')
  const answer = await uploadFile(lab, token, png(1, 1), 'image/png')
  t.match(answer, { status: 429, headers: { 'x-ratelimit-reset': '2026-11-22T12:30:00.000000Z' } })
  t.equal(at(answer.json, 'error'), 'Too many requests')
})
