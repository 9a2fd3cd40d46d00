import t from 'tap'
import { emulator } from '../index.ts'
import { mp4 } from '../support/files.ts'
import { at, createLab, textAt, type Lab } from '../support/lab.ts'
import {
  fileHost,
  initVideo,
  oneChunk,
  outcome,
  post,
  putChunk,
  statusText,
  told,
  uploadVideo,
} from '../support/publish.ts'

const cancel = 'post/publish/cancel/'

async function pulledVideo(lab: Lab, token: string): Promise<string> {
  lab.serve(`${fileHost}/v.mp4`, { type: 'video/mp4', bytes: mp4() })
  const source = { source: 'PULL_FROM_URL', video_url: `${fileHost}/v.mp4` }
  return textAt((await initVideo(lab, token, { source })).json, 'data', 'publish_id')
}

t.test(
  'asking moves a post on, and its id comes after PUBLISH_COMPLETE, as a big number',
  async (t) => {
    const lab = createLab()
    const token = await lab.signIn('alice')
    const id = await uploadVideo(lab, token)
    const size = mp4().length

    t.match(await statusText(lab, token, id), `"PROCESSING_UPLOAD","uploaded_bytes":${size}`)
    const complete = '"PUBLISH_COMPLETE","publicaly_available_post_id":'
    t.match(await statusText(lab, token, id), `${complete}[]`)
    t.match(await statusText(lab, token, id), `${complete}[]`)
    const text = await statusText(lab, token, id)
    const postId = /_post_id":\[(\d{19})\]/.exec(text)?.[1] ?? ''
    t.equal(postId, emulator.published(lab.context)[0]?.id)
    t.not(String(Number(postId)), postId, 'a double cannot hold it')
  },
)

t.test('time does the same', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const id = await uploadVideo(lab, token)
  lab.advance(4)

  t.match(await statusText(lab, token, id), /_post_id":\[\d{19}\]/)
})

t.test('there is no id for what not everybody sees', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  for (const privacy_level of ['SELF_ONLY', 'MUTUAL_FOLLOW_FRIENDS']) {
    const id = await uploadVideo(lab, token, mp4(), { privacy_level })
    lab.advance(3000)

    const text = await statusText(lab, token, id)
    t.match(text, 'PUBLISH_COMPLETE')
    t.notMatch(text, '_post_id')
  }
})

t.test(
  'moderated…: the id comes ten minutes later; removed…: the post goes after one',
  async (t) => {
    const lab = createLab()
    const token = await lab.signIn('moderated_ann')
    const id = await uploadVideo(lab, token)
    lab.advance(599)
    t.match(await statusText(lab, token, id), '"publicaly_available_post_id":[]')
    lab.advance(1)
    t.match(await statusText(lab, token, id), /_post_id":\[\d+\]/)

    await uploadVideo(lab, await lab.signIn('removed_ann'))
    lab.advance(59)
    t.equal(emulator.published(lab.context).length, 2)
    lab.advance(1)
    t.equal(emulator.published(lab.context).length, 1)
  },
)

t.test('laggy…: a new publish_id is not known for a moment', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('laggy_ann')
  const id = textAt((await initVideo(lab, token)).json, 'data', 'publish_id')
  async function question(): ReturnType<typeof post> {
    return await post(lab, token, 'post/publish/status/fetch/', { publish_id: id })
  }
  const first = await question()

  t.equal(told(first), '400 invalid_params')
  t.equal(at(first.json, 'error', 'message'), 'invalid_publish_id')
  t.equal(told(await question()), '400 invalid_params')
  t.equal(told(await question()), '200 ok')
})

t.test("an unknown id and somebody else's are told apart", async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const other = await lab.signIn('bob')
  const publish_id = await uploadVideo(lab, token)
  const status = 'post/publish/status/fetch/'

  t.equal(told(await post(lab, token, status, { publish_id: 'x' })), '400 invalid_publish_id')
  const theirs = await post(lab, other, status, { publish_id })
  t.equal(told(theirs), '400 token_not_authorized_for_specified_publish_id')
  t.equal(told(await post(lab, token, status, {})), '400 invalid_params')
})

t.test('what is being pulled can be called off, until it is there', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const early = await pulledVideo(lab, token)
  t.equal(told(await post(lab, token, cancel, { publish_id: early })), '200 ok')
  t.equal(await outcome(lab, token, early), 'publish_cancelled')

  const late = await pulledVideo(lab, token)
  lab.advance(1)
  const refused = await post(lab, token, cancel, { publish_id: late })
  t.equal(told(refused), '400 publish_not_cancellable')
  t.match(await statusText(lab, token, late), `"downloaded_bytes":${mp4().length}`)
  const file = await uploadVideo(lab, token)
  const upload = await post(lab, token, cancel, { publish_id: file })
  t.equal(told(upload), '400 publish_not_cancellable')
})

t.test('a download that is held can be called off for as long, and its app is told', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  lab.arm('processing_slow', 'init_video', 2)
  const [early, late] = [await pulledVideo(lab, token), await pulledVideo(lab, token)]
  lab.advance(29)
  const downloading = '"PROCESSING_DOWNLOAD","downloaded_bytes":0'
  t.match(await statusText(lab, token, early), downloading, 'questions do not move it')
  t.equal(told(await post(lab, token, cancel, { publish_id: early })), '200 ok')
  t.equal(await outcome(lab, token, early), 'publish_cancelled')
  t.match(lab.webhooks[0]?.body, /publish\.failed.*publish_cancelled/)
  const again = await post(lab, token, cancel, { publish_id: early })
  t.equal(told(again), '400 publish_not_cancellable')
  t.match(await statusText(lab, token, late), 'PUBLISH_COMPLETE')
  t.equal(told(await post(lab, token, cancel, { publish_id: late })), '400 publish_not_cancellable')
  t.equal(emulator.published(lab.context).length, 1)
})

t.test('hanging…: what is fetched hangs for an hour and is given up', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('hanging_ann')
  const [id, other] = [await pulledVideo(lab, token), await pulledVideo(lab, token)]
  lab.advance(3597)
  t.match(await statusText(lab, token, id), 'PROCESSING_DOWNLOAD')
  t.equal(told(await post(lab, token, cancel, { publish_id: other })), '200 ok')
  lab.advance(1)
  t.equal(await outcome(lab, token, id), 'video_pull_failed')
  t.equal(told(await post(lab, token, cancel, { publish_id: id })), '400 publish_not_cancellable')
  t.equal(await outcome(lab, token, await uploadVideo(lab, token)), 'PUBLISH_COMPLETE')
})

t.test('calling off is as strict as asking', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('hanging_ann')
  const publish_id = await pulledVideo(lab, token)
  const cases: [string, unknown, string][] = [
    [token, { publish_id: 'x' }, '400 invalid_publish_id'],
    [token, {}, '400 invalid_params'],
    [token, { publish_id, reason: 'none' }, '400 invalid_params'],
    ['unknown', { publish_id }, '401 access_token_invalid'],
    [await lab.signIn('bob'), { publish_id }, '400 token_not_authorized_for_specified_publish_id'],
    [
      await lab.signIn('hanging_ann', 'user.info.basic'),
      { publish_id },
      '401 scope_permission_missed',
    ],
  ]
  for (const [bearer, body, answer] of cases) {
    t.equal(told(await post(lab, bearer, cancel, body)), answer)
  }
  t.match(await statusText(lab, token, publish_id), 'PROCESSING_DOWNLOAD', 'nothing has changed')
})

t.test('spam is found after the upload: by its author, or by its words', async (t) => {
  const lab = createLab()
  const spammer = await lab.signIn('spammy')
  t.equal(await outcome(lab, spammer, await uploadVideo(lab, spammer)), 'spam_risk')

  const token = await lab.signIn('alice')
  const id = await uploadVideo(lab, token, mp4(), {
    title: 'Buy followers here',
    privacy_level: 'PUBLIC_TO_EVERYONE',
  })
  t.equal(await outcome(lab, token, id), 'spam_risk_text')
})

t.test('a person who disconnects the app ends what is on its way', async (t) => {
  const lab = createLab()
  const before = await lab.signIn('alice')
  const id = await uploadVideo(lab, before)
  const { json } = await initVideo(lab, before, { source: oneChunk(mp4().length) })
  await lab.call('GET', 'www.tiktok.com/sandbox/phone/alice?disconnect=sandbox-client')

  t.equal(told(await initVideo(lab, before)), '401 access_token_invalid')
  await putChunk(lab, textAt(json, 'data', 'upload_url'), mp4())
  const after = await lab.signIn('alice')
  t.equal(await outcome(lab, after, id), 'auth_removed')
  const unfinished = textAt(json, 'data', 'publish_id')
  t.equal(await outcome(lab, after, unfinished), 'auth_removed')
  t.strictSame(emulator.published(lab.context), [])
})

t.test('a draft waits in the inbox until the person posts it', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const video = mp4()
  const source_info = oneChunk(video.length)
  const { json } = await post(lab, token, 'post/publish/inbox/video/init/', { source_info })
  const id = textAt(json, 'data', 'publish_id')
  await putChunk(lab, textAt(json, 'data', 'upload_url'), video)

  t.equal(await outcome(lab, token, id), 'SEND_TO_USER_INBOX')
  const phone = 'www.tiktok.com/sandbox/phone/alice'
  t.match((await lab.call('GET', phone)).html, id)
  await lab.call('GET', `${phone}?post=${id}`)
  t.match(await statusText(lab, token, id), 'PUBLISH_COMPLETE')
  lab.advance(2)
  t.match(await statusText(lab, token, id), /_post_id":\[\d+\]/)
})

t.test('faults: processing takes longer or fails, the id comes later', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  lab.arm('processing_slow', 'upload_chunk')
  const slow = await uploadVideo(lab, token)
  lab.advance(29)
  t.match(await statusText(lab, token, slow), 'PROCESSING_UPLOAD')
  lab.advance(1)
  t.match(await statusText(lab, token, slow), 'PUBLISH_COMPLETE')

  lab.arm('processing_failed', 'init_video')
  t.equal(await outcome(lab, token, await pulledVideo(lab, token)), 'internal')

  lab.arm('delayed_visibility', 'status')
  const late = await uploadVideo(lab, token)
  await statusText(lab, token, late)
  lab.advance(29)
  t.match(await statusText(lab, token, late), '"publicaly_available_post_id":[]')
  lab.advance(1)
  t.match(await statusText(lab, token, late), /_post_id":\[\d+\]/)
})
