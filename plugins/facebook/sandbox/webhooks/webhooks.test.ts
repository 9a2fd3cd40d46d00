import { createHmac } from 'node:crypto'
import t from 'tap'
import { sandboxApp } from '../api/sandbox-app.ts'
import { emulator } from '../index.ts'
import { createLab, madeId, mp4, post, type Lab } from '../support/lab.ts'
import { finish, send, start } from '../support/upload.ts'

function changesOf(lab: Lab): readonly unknown[] {
  return lab.webhooks.map(({ body }) => (JSON.parse(body) as { entry: unknown[] }).entry[0])
}

t.test('a subscribed page tells of posts, edits, comments and removals', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  await post(lab, page, 'feed', { message: 'unheard' })
  t.strictSame(lab.webhooks, [])
  await post(lab, page, 'subscribed_apps', { subscribed_fields: 'feed' })
  const id = await madeId(post(lab, page, 'feed', { message: 'heard' }))
  const call = (method: string, path: string, form: Readonly<Record<string, string>> = {}) =>
    lab.call(method, `/v25.0/${path}`, { token: page.token, form })
  await call('POST', `${id}/comments`, { message: 'c' })
  await call('POST', id, { message: 'edited' })
  await call('DELETE', id)
  t.match(changesOf(lab), [
    {
      id: page.id,
      changes: [
        {
          field: 'feed',
          value: { item: 'status', verb: 'add', post_id: id, message: 'heard', published: 1 },
        },
      ],
    },
    { changes: [{ value: { item: 'comment', verb: 'add', post_id: id, parent_id: id } }] },
    { changes: [{ value: { item: 'status', verb: 'edited', message: 'edited' } }] },
    { changes: [{ value: { item: 'status', verb: 'remove', post_id: id } }] },
  ])
  const [{ body, headers } = { body: '', headers: {} as Record<string, string> }] = lab.webhooks
  const right = createHmac('sha256', sandboxApp.secret).update(body).digest('hex')
  t.equal(headers['x-hub-signature-256'], `sha256=${right}`)
})

t.test('a reel tells when it is processed and when it is out', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  await post(lab, page, 'subscribed_apps', { subscribed_fields: 'feed,videos' })
  const upload = await start(lab, page, 'video_reels')
  await send(lab, page, upload, mp4(5000))
  await finish(lab, page, 'video_reels', { video_id: upload.id })
  t.strictSame(lab.webhooks, [])
  lab.advance(2)
  t.match(changesOf(lab), [
    { changes: [{ field: 'videos', value: { id: upload.id, status: { video_status: 'ready' } } }] },
    { changes: [{ field: 'feed', value: { item: 'video', verb: 'add', video_id: upload.id } }] },
  ])
})

t.test('before a callback is registered it must know the verify token', async (t) => {
  const lab = createLab()
  const handshake = emulator.handshake?.(lab.context)
  t.match(handshake?.query, { 'hub.verify_token': sandboxApp.verifyToken })
})
