import { createHmac } from 'node:crypto'
import t from 'tap'
import { emulator } from '../index.ts'
import { mp4 } from '../support/files.ts'
import { createLab, textAt, type Lab } from '../support/lab.ts'
import { oneChunk, post, putChunk, statusText, uploadVideo } from '../support/publish.ts'

/** The events that were sent, with what they say. */
function sent(lab: Lab): { event: string; content: string }[] {
  return lab.webhooks.map(({ body }) => {
    const { event, content } = JSON.parse(body) as { event: string; content: string }
    return { event: event.replace('post.publish.', ''), content }
  })
}

t.test('an event is signed over its bytes, and its content is JSON inside of JSON', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const id = await uploadVideo(lab, token)
  lab.advance(2)
  const [webhook] = lab.webhooks
  const { body = '', headers = {} } = webhook ?? {}
  const second = lab.context.now().getTime() / 1000
  const expected = createHmac('sha256', 'sandbox-secret').update(`${second}.${body}`).digest('hex')

  t.equal(headers['tiktok-signature'], `t=${second},s=${expected}`)
  t.strictSame(JSON.parse(body), {
    client_key: 'sandbox-client',
    event: 'post.publish.complete',
    create_time: second,
    user_openid: emulator.published(lab.context)[0]?.account.id,
    content: JSON.stringify({ publish_id: id, publish_type: 'DIRECT_PUBLISH' }),
  })
})

t.test(
  'a public post is told of twice, with its id as a big number; each event once',
  async (t) => {
    const lab = createLab()
    const token = await lab.signIn('alice')
    const id = await uploadVideo(lab, token)
    for (let count = 0; count < 6; count += 1) await statusText(lab, token, id)
    lab.advance(600)

    const events = sent(lab)
    t.same(
      events.map(({ event }) => event),
      ['complete', 'publicly_available'],
    )
    const postId = emulator.published(lab.context)[0]?.id
    t.match(events[1]?.content, `"post_id":${postId},`)
  },
)

t.test('time alone makes events come true', async (t) => {
  const lab = createLab()
  await uploadVideo(lab, await lab.signIn('removed_ann'))
  await uploadVideo(lab, await lab.signIn('alice'), mp4(), { privacy_level: 'SELF_ONLY' })
  await uploadVideo(lab, await lab.signIn('spammy'))
  lab.advance(2)
  lab.advance(2)
  lab.advance(60)

  t.same(
    sent(lab).map(({ event }) => event),
    ['complete', 'complete', 'failed', 'publicly_available', 'no_longer_publicaly_available'],
  )
  t.match(sent(lab)[2]?.content, '"reason":"spam_risk"')
})

t.test('a slow post is told of when it is done', async (t) => {
  const lab = createLab()
  lab.arm('processing_slow', 'upload_chunk')
  await uploadVideo(lab, await lab.signIn('alice'))
  lab.advance(29)
  t.strictSame(sent(lab), [])
  lab.advance(1)
  t.match(sent(lab), [{ event: 'complete' }, { event: 'publicly_available' }])
})

t.test('a draft is told of when it is in the inbox, and again when it is posted', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const video = mp4()
  const body = { source_info: oneChunk(video.length) }
  const { json } = await post(lab, token, 'post/publish/inbox/video/init/', body)
  await putChunk(lab, textAt(json, 'data', 'upload_url'), video)
  lab.advance(2)
  t.match(sent(lab), [{ event: 'inbox_delivered', content: /INBOX_SHARE/ }])

  lab.advance(60)
  const id = textAt(json, 'data', 'publish_id')
  await lab.call('GET', `www.tiktok.com/sandbox/phone/alice?post=${id}`)
  t.match(sent(lab).slice(1), [{ event: 'complete' }, { event: 'publicly_available' }])
})

t.test('a person who disconnects is told of with reason 1', async (t) => {
  const lab = createLab()
  await lab.signIn('alice')
  const address = 'www.tiktok.com/sandbox/phone/alice?disconnect=sandbox-client'
  await lab.call('GET', address)
  await lab.call('GET', address)

  t.same(sent(lab), [{ event: 'authorization.removed', content: '{"reason":1}' }])
})
