import t from 'tap'
import { emulator } from '../index.ts'
import { at, createLab, get, madeId, mp4, png, post, textAt, withFile } from '../support/lab.ts'
import { statusOf } from '../support/upload.ts'

const film = mp4(5000, { width: 1280, height: 720 })

t.test('a video’s id is not its post’s; the post comes when it is processed', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const body = withFile({ description: 'words', title: 'Title' }, 'source', film)
  const address = `graph-video.facebook.com/v25.0/${page.id}/videos`
  const { json } = await lab.call('POST', address, { token: page.token, ...body })
  const id = textAt(json, 'id')
  t.strictSame(json, { id })
  t.equal(emulator.published(lab.context).length, 0)
  await statusOf(lab, page, id)
  const status = await statusOf(lab, page, id)
  t.match(status, { post_id: /_/, status: { video_status: 'ready' } })
  t.not(textAt(status, 'post_id'), id)
  t.match(emulator.published(lab.context), [
    { kind: 'post', text: 'words', title: 'Title', url: `https://www.facebook.com/reel/${id}/` },
  ])
  t.match((await get(lab, page, 'me/videos?fields=id,title')).json, { data: [{ id }] })
})

t.test('an address, a handle or nothing at all', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  lab.serve('https://cdn.example.com/a.mp4', { type: 'video/mp4', bytes: film })
  t.equal(
    (await post(lab, page, 'videos', { file_url: 'https://cdn.example.com/a.mp4' })).status,
    200,
  )
  t.match((await post(lab, page, 'videos', { file_url: 'https://cdn.example.com/b.mp4' })).json, {
    error: { error_subcode: 2061006 },
  })
  t.match((await post(lab, page, 'videos', { fbuploader_video_file_chunk: '4:x' })).json, {
    error: { error_subcode: 2069019 },
  })
  t.match((await post(lab, page, 'videos', { description: 'x' })).json, { error: { code: 100 } })
  const text = withFile({}, 'source', Buffer.from('text'))
  t.match(await lab.call('POST', '/v25.0/me/videos', { token: page.token, ...text }), {
    json: { error: { code: 352 } },
  })
})

t.test('in chunks: Facebook says what it wants next, and takes nothing else', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const large = mp4(5000, { bytes: 1_500_000 })
  const begin = { upload_phase: 'start', file_size: String(large.length) }
  const { json } = await post(lab, page, 'videos', begin)
  t.match(json, { start_offset: '0', end_offset: '1048576', video_id: /^122/ })
  const session = textAt(json, 'upload_session_id')
  const transfer = (offset: number, end: number) => {
    const fields = {
      upload_phase: 'transfer',
      upload_session_id: session,
      start_offset: String(offset),
    }
    const body = withFile(fields, 'video_file_chunk', large.subarray(offset, end))
    return lab.call('POST', '/v25.0/me/videos', { token: page.token, ...body })
  }
  t.match((await transfer(0, 1_048_576)).json, {
    start_offset: '1048576',
    end_offset: String(large.length),
  })
  t.match((await transfer(5, 10)).json, {
    error: { error_subcode: 1363037, error_data: { start_offset: '1048576' } },
  })
  const end = { upload_phase: 'finish', upload_session_id: session, title: 'Chunks' }
  t.match((await post(lab, page, 'videos', end)).json, { error: { error_subcode: 1363041 } })
  const last = await transfer(1_048_576, large.length)
  t.equal(at(last.json, 'start_offset'), at(last.json, 'end_offset'))
  t.match((await post(lab, page, 'videos', end)).json, { success: true })
  lab.advance(2)
  t.match(emulator.published(lab.context), [{ title: 'Chunks' }])
  const kept = await lab.context.store.getBytes(textAt(json, 'video_id'))
  t.ok(kept?.equals(large), 'byte for byte')
})

t.test('the Resumable Upload API gives a handle for the person’s bytes', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const query = `file_name=a.mp4&file_length=${film.length}&file_type=video/mp4`
  const open = `/v25.0/app/uploads?${query}`
  t.match((await lab.call('POST', open, { token: page.token })).json, { error: { code: 102 } })
  const id = await madeId(lab.call('POST', open, { token: page.person }))
  t.match(id, /^upload:/)
  const send = (offset: number, bytes: Buffer) =>
    lab.call('POST', `/v25.0/${id}`, {
      headers: { authorization: `OAuth ${page.person}`, file_offset: String(offset) },
      raw: { type: 'application/octet-stream', body: bytes },
    })
  await send(0, film.subarray(0, 50))
  t.match((await lab.call('GET', `/v25.0/${id}`, { token: page.person })).json, {
    id,
    file_offset: 50,
  })
  t.match((await send(0, film)).json, { error: { code: 100 } })
  const handle = textAt((await send(50, film.subarray(50))).json, 'h')
  t.match((await post(lab, page, 'videos', { fbuploader_video_file_chunk: handle })).json, {
    id: /^122/,
  })
})

t.test('a thumbnail must be a picture', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const send = async (thumb: Buffer) => {
    const { multipart = [] } = withFile({}, 'source', film)
    const parts = [...multipart, { name: 'thumb', filename: 't.png', value: thumb }]
    const body = { token: page.token, multipart: parts }
    return (await lab.call('POST', '/v25.0/me/videos', body)).status
  }
  t.equal(await send(Buffer.from('no')), 400)
  t.equal(await send(png(4, 4)), 200)
})
