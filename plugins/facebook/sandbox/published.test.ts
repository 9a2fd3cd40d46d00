import { remoteOf } from '@t21/meta-graph/sandbox/testing'
import { faultNames, type FaultName } from '@t21/plugin-kit/sandbox'
import { leftByFault } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import t from 'tap'
import { emulator } from './index.ts'
import { createLab, jpeg, madeId, mp4, post, stagedPhoto, type SignedIn } from './support/lab.ts'
import { finish, send, start, statusOf } from './support/upload.ts'

const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
t.teardown(() => sandbox.close())
const remote = remoteOf(sandbox.url, 'facebook', 'graph.facebook.com')
const lab = createLab({ call: remote.call })

/** What a fault leaves for visitors: nothing, a post, or one that comes out later. */
const leaves: Readonly<Record<FaultName, 'nothing' | 'a post' | 'a post later'>> = {
  ...leftByFault,
  // Lists of the API lag; people see it.
  delayed_visibility: 'a post',
  processing_slow: 'a post later',
  processing_failed: 'nothing',
}

async function shownOf({ id }: SignedIn): Promise<number> {
  return (await remote.published()).filter(({ account }) => account.id === id).length
}

async function uploaded(page: SignedIn): Promise<string> {
  const upload = await start(lab, page, 'video_reels')
  await send(lab, page, upload, mp4(5000))
  return upload.id
}

for (const fault of faultNames) {
  t.test(`${fault} on a reel leaves ${leaves[fault]}`, async (t) => {
    const page = await lab.signIn(`ada-${fault}`)
    const id = await uploaded(page)
    await remote.arm(fault, 'create_reel')
    await finish(lab, page, 'video_reels', { video_id: id })
    await remote.advance(20)
    t.equal(await shownOf(page), leaves[fault] === 'a post' ? 1 : 0)
    await remote.advance(600)
    const status = await statusOf(lab, page, id)
    t.equal(await shownOf(page), leaves[fault] === 'nothing' ? 0 : 1)
    t.match(status, { published: leaves[fault] !== 'nothing' }, 'the network says the same')
    await remote.disarm()
  })

  if (fault.startsWith('processing')) continue
  t.test(`${fault} on a text leaves ${leaves[fault]}`, async (t) => {
    const page = await lab.signIn(`ben-${fault}`)
    await remote.arm(fault, 'create_post')
    await post(lab, page, 'feed', { message: 'hello' })
    t.equal(await shownOf(page), leaves[fault] === 'a post' ? 1 : 0)
    await remote.disarm()
  })
}

t.test('a question that finds a reel failed keeps it from coming out', async (t) => {
  const page = await lab.signIn('bea')
  const id = await uploaded(page)
  await finish(lab, page, 'video_reels', { video_id: id })
  await remote.arm('processing_failed', 'read')
  await statusOf(lab, page, id)
  for (const seconds of [0, 20, 600]) {
    await remote.advance(seconds)
    t.match(await statusOf(lab, page, id), seconds > 0 ? { status: { video_status: 'error' } } : {})
    t.equal(await shownOf(page), 0)
  }
})

t.test('a reel that is out stays out, whatever becomes of a question', async (t) => {
  const page = await lab.signIn('carol')
  const id = await uploaded(page)
  await finish(lab, page, 'video_reels', { video_id: id })
  await remote.advance(20)
  t.equal(await shownOf(page), 1)
  for (const fault of ['processing_failed', 'processing_slow'] as const) {
    await remote.arm(fault, 'read')
    const status = { video_status: 'ready', publishing_phase: { publish_status: 'published' } }
    t.match(await statusOf(lab, page, id), { published: true, status })
    await remote.disarm()
  }
  t.equal(await shownOf(page), 1)
})

t.test('nothing that is staged, a draft or unpublished is shown', async (t) => {
  const page = await lab.signIn('dora')
  await post(lab, page, 'feed', { message: 'unpublished', published: 'false' })
  await uploaded(page)
  const draft = await uploaded(page)
  await finish(lab, page, 'video_reels', { video_id: draft, video_state: 'DRAFT' })
  await remote.advance(20)
  await statusOf(lab, page, draft)
  t.equal(await shownOf(page), 0)
})

t.test(
  'a hidden comment and its answers are not shown; a removed photo leaves the rest',
  async (t) => {
    const local = createLab()
    const page = await local.signIn()
    const call = (method: string, path: string, form: Readonly<Record<string, string>> = {}) =>
      local.call(method, `/v25.0/${path}`, { token: page.token, form })
    const photos = [1, 2].map(() => stagedPhoto(local, page, jpeg(600, 600)))
    const [one = '', two = ''] = await Promise.all(photos)
    const attached = {
      'attached_media[0]': JSON.stringify({ media_fbid: one }),
      'attached_media[1]': JSON.stringify({ media_fbid: two }),
    }
    const id = await madeId(post(local, page, 'feed', attached))
    const comment = await madeId(call('POST', `${id}/comments`, { message: 'a comment' }))
    await call('POST', `${comment}/comments`, { message: 'an answer' })
    t.equal(emulator.published(local.context).length, 3)
    await call('POST', comment, { is_hidden: 'true' })
    await call('DELETE', one)
    t.match(emulator.published(local.context), [{ id, media: [{ id: two }] }])
    t.equal(emulator.published(local.context).length, 1)
  },
)
