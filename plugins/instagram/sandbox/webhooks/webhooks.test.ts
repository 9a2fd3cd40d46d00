import { createHmac } from 'node:crypto'
import { longToken } from '@t21/meta-graph/sandbox/testing'
import t from 'tap'
import { emulator } from '../index.ts'
import { facebookApp, instagramApp } from '../oauth/apps.ts'
import { facebookGraphApp } from '../oauth/facebook-app.ts'
import { at, createLab, textAt, type Lab } from '../support/lab.ts'
import { published } from '../support/publish.ts'

function bodies(lab: Lab): readonly unknown[] {
  return lab.webhooks.map(({ body }) => JSON.parse(body) as unknown)
}

t.test('an account without a subscription sends nothing', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('popular.demo')
  await published(lab, who)
  lab.advance(60)

  t.strictSame(lab.webhooks, [])
})

t.test(
  'with Instagram Login the field stands in the entry, signed by the Instagram app',
  async (t) => {
    const lab = createLab()
    const who = await lab.signIn('popular.demo')
    await lab.post(who, 'me/subscribed_apps', { subscribed_fields: 'comments,mentions' })
    const media = await published(lab, who)
    t.equal(lab.webhooks.length, 0)
    lab.advance(5)
    const [webhook] = lab.webhooks
    const signature = createHmac('sha256', instagramApp.secret)
      .update(webhook?.body ?? '')
      .digest('hex')
    const listed = await lab.get(who, `${media}/comments?fields=text`)

    t.equal(webhook?.headers['x-hub-signature-256'], `sha256=${signature}`)
    t.match(bodies(lab), [
      {
        object: 'instagram',
        entry: [
          {
            id: who.id,
            time: Number,
            field: 'comments',
            value: {
              id: textAt(listed.json, 'data', 0, 'id'),
              from: { username: 'a.fan' },
              media: { id: media, media_product_type: 'FEED' },
              text: 'Love this!',
            },
          },
        ],
      },
      { entry: [{ field: 'mentions', value: { media_id: String, comment_id: String } }] },
    ])
    t.equal(at(bodies(lab)[0], 'entry', 0, 'changes'), undefined)
  },
)

t.test(
  'with Facebook Login the field stands in changes, once the page is subscribed',
  async (t) => {
    const lab = createLab()
    const who = await lab.signInByFacebook('alice')
    const media = await published(lab, who)
    await lab.post(who, `${media}/comments`, { message: 'Too early' })
    const pageId = textAt((await lab.get(who, 'me')).json, 'id')
    const path = `${who.base}/${pageId}/subscribed_apps`
    const refused = await lab.call('POST', `${path}?subscribed_fields=comments`, {
      token: who.token,
    })
    await lab.call('POST', `${path}?subscribed_fields=feed`, { token: who.token })
    await lab.post(who, `${media}/comments`, { message: 'Heard' })
    const [webhook] = lab.webhooks
    const signature = createHmac('sha256', facebookApp.secret)
      .update(webhook?.body ?? '')
      .digest('hex')

    t.match(refused.json, { error: { code: 100 } })
    t.equal(webhook?.headers['x-hub-signature-256'], `sha256=${signature}`)
    t.match(bodies(lab), [
      { entry: [{ id: who.id, changes: [{ field: 'comments', value: { text: 'Heard' } }] }] },
    ])
  },
)

t.test('whoever is mentioned hears of it: in a caption and in a comment', async (t) => {
  const lab = createLab()
  const bob = await lab.signIn('bob')
  await lab.post(bob, `${bob.id}/subscribed_apps`, { subscribed_fields: 'mentions' })
  const alice = await lab.signIn('alice')
  const media = await published(lab, alice, { caption: 'With @bob and @nobody.here' })
  const answer = await lab.post(alice, `${media}/comments`, { message: 'Thank you, @Bob!' })

  t.match(bodies(lab), [
    { entry: [{ id: bob.id, field: 'mentions', value: { media_id: media } }] },
    { entry: [{ value: { media_id: media, comment_id: textAt(answer.json, 'id') } }] },
  ])
})

t.test('the numbers of a story come when it ends, with -1 where few have seen it', async (t) => {
  const lab = createLab()
  for (const handle of ['alice', 'small']) {
    const who = await lab.signInByFacebook(handle)
    const path = `${who.base}/me/subscribed_apps?subscribed_fields=feed`
    await lab.call('POST', path, { token: who.token })
    await published(lab, who, { media_type: 'STORIES' })
  }
  lab.advance(24 * 60 * 60)
  const values = bodies(lab).map((body) => at(body, 'entry', 0, 'changes', 0, 'value', 'reach'))

  t.ok(Number(values[0]) > 5)
  t.equal(values[1], -1)
})

t.test('fields that do not exist are refused, and subscriptions are read and ended', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const path = `${who.base}/${who.id}/subscribed_apps`
  const wrong = await lab.post(who, 'me/subscribed_apps', { subscribed_fields: 'story_insights' })
  await lab.post(who, 'me/subscribed_apps', { subscribed_fields: 'comments' })
  const list = await lab.call('GET', path, { token: who.token })
  await lab.call('DELETE', path, { token: who.token })

  t.match(wrong.json, { error: { code: 100 } })
  t.match(list.json, { data: [{ id: instagramApp.id, subscribed_fields: ['comments'] }] })
  t.strictSame((await lab.call('GET', path, { token: who.token })).json, { data: [] })
})

t.test('a callback is registered when it gives back the challenge', async (t) => {
  const lab = createLab()
  const handshake = emulator.handshake?.(lab.context)
  const text = handshake?.query['hub.challenge'] ?? ''

  t.equal(handshake?.query['hub.verify_token'], facebookGraphApp.verifyToken)
  t.equal(handshake?.accepts({ status: 200, text }), true)
  t.equal(handshake?.accepts({ status: 200, text: 'OK' }), false)
})

t.test('revoking by Facebook Login ends the page token', async (t) => {
  const lab = createLab()
  const who = await lab.signInByFacebook('alice')
  const person = await longToken(lab, facebookGraphApp, 'alice')
  await lab.call('DELETE', `${who.base}/me/permissions`, { token: person })

  t.match((await lab.get(who, who.id)).json, { error: { code: 190, error_subcode: 458 } })
})
