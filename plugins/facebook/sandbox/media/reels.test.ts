import fc from 'fast-check'
import t from 'tap'
import { emulator } from '../index.ts'
import { at, createLab, get, mp4, post, textAt, type Lab, type SignedIn } from '../support/lab.ts'
import { finish, send, start, statusOf } from '../support/upload.ts'

const film = mp4(10_000)

async function uploaded(lab: Lab, page: SignedIn, bytes = film): Promise<string> {
  const upload = await start(lab, page, 'video_reels')
  t.match(await send(lab, page, upload, bytes), { status: 200, json: { success: true } })
  return upload.id
}

t.test('start, bytes, finish; two questions later the reel is out', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const started = await post(lab, page, 'video_reels', { upload_phase: 'start' })
  t.match(started.json, { video_id: /^122/, upload_url: /rupload.facebook.com\/video-upload\/v25/ })
  const id = await uploaded(lab, page)
  const form = { video_id: id, video_state: 'PUBLISHED', description: 'A reel', title: 'T' }
  const finished = await finish(lab, page, 'video_reels', form)
  t.strictSame(finished.json, { success: true }, 'without post_id')
  t.equal(emulator.published(lab.context).length, 0)
  const first = await statusOf(lab, page, id)
  t.match(first, {
    published: false,
    status: {
      video_status: 'processing',
      uploading_phase: { status: 'complete', bytes_transfered: film.length },
      publishing_phase: { status: 'in_progress' },
    },
  })
  t.notOk(at(first, 'post_id'))
  const second = await statusOf(lab, page, id)
  t.match(second, {
    published: true,
    post_id: new RegExp(`^${page.id}_`),
    status: { video_status: 'ready', publishing_phase: { publish_status: 'published' } },
  })
  t.match(emulator.published(lab.context), [
    { id: textAt(second, 'post_id'), kind: 'reel', text: 'A reel', title: 'T', media: [{ id }] },
  ])
  t.match((await get(lab, page, 'me/video_reels')).json, {
    data: [{ id, description: 'A reel', updated_time: '2026-11-22T12:00:00+0000' }],
  })
})

t.test('it comes out by itself after two seconds, and only once', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const id = await uploaded(lab, page)
  await finish(lab, page, 'video_reels', { video_id: id })
  t.match((await finish(lab, page, 'video_reels', { video_id: id })).json, { error: { code: 100 } })
  lab.advance(2)
  t.equal(emulator.published(lab.context).length, 1)
  await statusOf(lab, page, id)
  t.equal(emulator.published(lab.context).length, 1)
})

t.test('an upload goes on where it broke off, and refuses another offset', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const upload = await start(lab, page, 'video_reels')
  const size = { file_size: String(film.length) }
  t.match(await send(lab, page, upload, film.subarray(0, 100), size), {
    status: 400,
    json: { debug_info: { retriable: true, type: 'PartialRequestError' } },
  })
  t.match(await statusOf(lab, page, upload.id), {
    status: {
      video_status: 'uploading',
      uploading_phase: { status: 'in_progress', bytes_transfered: 100 },
    },
  })
  t.match(await send(lab, page, upload, film.subarray(50), { ...size, offset: '50' }), {
    status: 400,
    json: { debug_info: { type: 'OffsetInvalidError' } },
  })
  t.match((await finish(lab, page, 'video_reels', { video_id: upload.id })).json, {
    error: { code: 100 },
  })
  const rest = await send(lab, page, upload, film.subarray(100), { ...size, offset: '100' })
  t.match(rest.json, { success: true })
  const kept = await lab.context.store.getBytes(upload.id)
  t.ok(kept?.equals(film), 'byte for byte')
  t.equal((await send(lab, page, upload, film)).status, 400, 'complete is complete')
})

t.test('however the bytes are cut, they are the same in the end', async (t) => {
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: film.length - 1 }), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(cuts, async (places) => {
      const lab = createLab()
      const page = await lab.signIn()
      const upload = await start(lab, page, 'video_reels')
      const edges = [0, ...places.sort((one, other) => one - other), film.length]
      for (const [index, from] of edges.slice(0, -1).entries()) {
        const part = film.subarray(from, edges[index + 1])
        const headers = { offset: String(from), file_size: String(film.length) }
        await send(lab, page, upload, part, headers)
      }
      const kept = await lab.context.store.getBytes(upload.id)
      return kept?.equals(film) === true
    }),
    { numRuns: 25 },
  )
  t.pass()
})

t.test('only the page’s own token fills an upload, and only with a video', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const bob = await lab.signIn('bob')
  const upload = await start(lab, page, 'video_reels')
  t.equal((await send(lab, bob, upload, film)).status, 401)
  t.equal((await send(lab, { ...page, token: 'EAAx' }, upload, film)).status, 401)
  const nowhere = { ...upload, address: 'rupload.facebook.com/video-upload/v25.0/7' }
  t.equal((await send(lab, page, nowhere, film)).status, 404)
  t.match(await send(lab, page, upload, Buffer.from('no video at all')), {
    status: 400,
    json: { debug_info: { retriable: false, type: 'ProcessingFailedError' } },
  })
  t.equal((await send(lab, page, upload, film)).status, 200, 'another file may take its place')
})

t.test('bytes may come from an address', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const upload = await start(lab, page, 'video_reels')
  const from = async (url: string) =>
    (await send(lab, page, upload, Buffer.alloc(0), { file_url: url })).status
  t.equal(await from('https://cdn.example.com/none.mp4'), 400)
  lab.serve('https://cdn.example.com/a.mp4', { type: 'video/mp4', bytes: film })
  t.equal(await from('https://cdn.example.com/a.mp4'), 200)
})

t.test('a film that no reel can be fails in processing', async (t) => {
  const films: Readonly<Record<string, Buffer>> = {
    'too short': mp4(2999),
    'too long': mp4(90_001),
    'too small': mp4(5000, { width: 360, height: 640 }),
    'too wide': mp4(5000, { width: 1920, height: 1080 }),
  }
  for (const [name, bytes] of Object.entries(films)) {
    const lab = createLab()
    const page = await lab.signIn()
    const id = await uploaded(lab, page, bytes)
    await finish(lab, page, 'video_reels', { video_id: id })
    lab.advance(2)
    const status = await statusOf(lab, page, id)
    t.match(
      status,
      {
        status: { video_status: 'error', processing_phase: { status: 'error' } },
      },
      name,
    )
    t.equal(emulator.published(lab.context).length, 0, name)
  }
})

t.test('processing can be slow, and can fail', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  lab.arm('processing_slow', 'upload_video')
  const slow = await uploaded(lab, page)
  await finish(lab, page, 'video_reels', { video_id: slow })
  lab.advance(29)
  for (let count = 0; count < 3; count += 1) {
    t.match(await statusOf(lab, page, slow), { status: { video_status: 'processing' } })
  }
  lab.advance(1)
  t.match(await statusOf(lab, page, slow), { status: { video_status: 'ready' } })
  lab.arm('processing_failed', 'read')
  const failing = await uploaded(lab, page)
  await statusOf(lab, page, failing)
  t.match(await statusOf(lab, page, failing), { status: { video_status: 'error' } })
})

t.test('drafts stay unseen, scheduled ones wait; the window ends after 29 days', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const now = lab.context.now().getTime() / 1000
  const draft = await uploaded(lab, page)
  await finish(lab, page, 'video_reels', { video_id: draft, video_state: 'DRAFT' })
  const later = await uploaded(lab, page)
  const at29 = now + 29 * 24 * 60 * 60
  const schedule = (time: number) => ({
    video_id: later,
    video_state: 'SCHEDULED',
    scheduled_publish_time: String(time),
  })
  t.match((await finish(lab, page, 'video_reels', schedule(at29 + 1))).json, {
    error: { code: 100 },
  })
  t.equal((await finish(lab, page, 'video_reels', schedule(now + 700))).status, 200)
  lab.advance(10)
  t.match(await statusOf(lab, page, later), {
    published: false,
    status: { publishing_phase: { publish_status: 'scheduled' } },
  })
  t.match(await statusOf(lab, page, draft), {
    status: { publishing_phase: { publish_status: 'draft' } },
  })
  t.equal(emulator.published(lab.context).length, 0)
  lab.advance(690)
  t.match(emulator.published(lab.context), [{ kind: 'reel', media: [{ id: later }] }])
})

t.test('thirty reels a day', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  for (let count = 0; count < 30; count += 1) {
    await finish(lab, page, 'video_reels', { video_id: await uploaded(lab, page) })
  }
  const id = await uploaded(lab, page)
  t.match((await finish(lab, page, 'video_reels', { video_id: id })).json, { error: { code: 613 } })
  lab.advance(24 * 60 * 60)
  t.equal((await finish(lab, page, 'video_reels', { video_id: id })).status, 200)
})
