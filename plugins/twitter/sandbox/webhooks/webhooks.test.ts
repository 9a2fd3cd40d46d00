import { createHmac } from 'node:crypto'
import t from 'tap'
import { emulator } from '../index.ts'
import { createLab, textAt, type Lab } from '../support/lab.ts'
import { publishedId } from '../support/publish.ts'
import { subscriptionsOf, webhooksOf } from './webhook-store.ts'

const hmac = (secret: string, text: string) =>
  `sha256=${createHmac('sha256', secret).update(text).digest('base64')}`

/** The events that were sent, oldest first. */
function sent(lab: Lab): { event_type: string; event_uuid: string; payload: object }[] {
  return lab.webhooks.map(
    ({ body }) => (JSON.parse(body) as { data: ReturnType<typeof sent>[number] }).data,
  )
}

/** Signs in, and has the app subscribe to the events of the account. */
async function watched(lab: Lab, handle: string, valid = true): Promise<string> {
  const token = await lab.signIn(handle)
  const userId = textAt((await lab.call('GET', '/2/users/me', { token })).json, 'data', 'id')
  const now = lab.context.now().toISOString()
  const webhook = { id: '1', url: 'https://t21.example/hook', valid, createdAt: now }
  webhooksOf(lab.context).set(webhook.id, webhook)
  for (const eventType of ['post.create', 'post.delete']) {
    const id = `${userId} ${eventType}`
    const about = { id, eventType, userId, webhookId: webhook.id, tag: null }
    subscriptionsOf(lab.context).set(id, { ...about, createdAt: now, updatedAt: now })
  }
  return token
}

t.test('a new post is told of, signed over its bytes with both secrets', async (t) => {
  const lab = createLab()
  const token = await watched(lab, 'alice')
  const id = await publishedId(lab, token, { text: 'Hello' })
  const me = await lab.call('GET', '/2/users/me', { token })
  const author = textAt(me.json, 'data', 'id')

  const [webhook] = lab.webhooks
  const { body = '', headers = {} } = webhook ?? {}
  t.equal(headers['x-twitter-webhooks-signature'], hmac('sandbox-api-secret', body))
  t.equal(headers['x-twitter-webhooks-signature-oauth2'], hmac('sandbox-secret', body))
  t.match(JSON.parse(body), {
    data: {
      event_uuid: /./,
      event_type: 'post.create',
      filter: { user_id: author },
      payload: { id, id_str: id, author_id: author, text: 'Hello', created_at: /^2026-11-22T12/ },
    },
  })
})

t.test('a deleted post is told of once; posts of protected accounts never', async (t) => {
  const lab = createLab()
  const token = await watched(lab, 'alice')
  const id = await publishedId(lab, token, { text: 'Hello' })
  await lab.call('DELETE', `/2/tweets/${id}`, { token })
  await lab.call('DELETE', `/2/tweets/${id}`, { token })
  await publishedId(lab, await watched(lab, 'protected_ann'), { text: 'Hush' })

  const events = sent(lab)
  t.same(
    events.map(({ event_type: type }) => type),
    ['post.create', 'post.delete'],
  )
  t.match(events[1]?.payload, { id })
  t.not(events[0]?.event_uuid, events[1]?.event_uuid)
})

t.test('only accounts to which the app has subscribed are told of', async (t) => {
  const lab = createLab()
  await watched(lab, 'alice')
  await publishedId(lab, await lab.signIn('bob'), { text: 'Hello' })
  t.strictSame(sent(lab), [])
  const token = await watched(lab, 'alice', false)
  await publishedId(lab, token, { text: 'Hello' })
  t.strictSame(sent(lab), [], 'nor is a webhook that X has given up')
})

t.test('a person who takes the permission away is told of, and the tokens are dead', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const other = await lab.signIn('bob')
  const page = await lab.call('GET', 'x.com/sandbox/apps/alice')
  t.match(page.html, /sandbox-client/)
  const address = 'x.com/sandbox/apps/alice?disconnect=sandbox-client'
  await lab.call('GET', address)
  await lab.call('GET', address)

  t.match(sent(lab), [
    { event_type: 'oauth.revoke', filter: {}, payload: { user_id: /^\d+$/, app_id: '13090192' } },
  ])
  t.equal(lab.webhooks.length, 1)
  t.equal((await lab.call('GET', '/2/users/me', { token })).status, 401)
  t.equal((await lab.call('GET', '/2/users/me', { token: other })).status, 200)
})

t.test('a callback answers the challenge with the API secret, or is not taken', async (t) => {
  const lab = createLab()
  const { query, accepts } = emulator.handshake?.(lab.context) ?? {
    query: {},
    accepts: () => false,
  }
  const token = query['crc_token'] ?? ''
  const answer = (response_token: unknown, status = 200) =>
    accepts({ status, text: JSON.stringify({ response_token }) })

  t.match(token, /^[\w-]{20,}$/)
  t.ok(answer(hmac('sandbox-api-secret', token)))
  t.notOk(answer(hmac('sandbox-secret', token)), 'by another secret')
  t.notOk(answer(hmac('sandbox-api-secret', 'another')), 'to another question')
  t.notOk(answer(hmac('sandbox-api-secret', token), 500))
  t.notOk(answer(token))
  t.notOk(accepts({ status: 200, text: '' }))
  t.not(emulator.handshake?.(lab.context).query['crc_token'], token, 'each time another one')
})
