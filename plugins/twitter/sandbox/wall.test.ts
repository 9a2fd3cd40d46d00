import t from 'tap'
import { emulator } from './index.ts'
import { png } from '@t21/plugin-kit/sandbox/testing'
import { labRequest } from '@t21/plugin-kit/sandbox/testing'
import { createLab, textAt } from './support/lab.ts'
import { publish, publishedId, uploadedId } from './support/publish.ts'

t.test('the wall shows the newest first, with the text as it was sent', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('Demo_Brand')
  const text = 'A & B: https://example.com'
  const root = await publishedId(lab, token, {
    text,
    reply_settings: 'following',
    made_with_ai: true,
    paid_partnership: true,
  })
  const reply = await publishedId(lab, token, { text: '2', reply: { in_reply_to_tweet_id: root } })
  const [newest, oldest] = emulator.published(lab.context)

  t.match(newest, { id: reply, kind: 'reply', inReplyTo: root, labels: {} })
  t.match(oldest, {
    network: 'twitter',
    id: root,
    url: `https://x.com/Demo_Brand/status/${root}`,
    account: { username: 'Demo_Brand', displayName: 'Demo Brand' },
    kind: 'post',
    text,
    inReplyTo: null,
    media: [],
    poll: null,
    labels: { replies: 'following', 'made with AI': 'yes', 'paid partnership': 'yes' },
    metrics: { likes: 0, replies: 1 },
    publishedAt: '2026-11-22T12:00:00.000Z',
  })
})

t.test('pictures come with their alt text, polls with their end', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const id = await uploadedId(lab, token, png(1, 1))
  await lab.call('POST', '/2/media/metadata', {
    token,
    json: { id, metadata: { alt_text: { text: 'A dot' } } },
  })
  await publish(lab, token, { media: { media_ids: [id] } })
  await publish(lab, token, { text: '?', poll: { options: ['a', 'b'], duration_minutes: 60 } })

  t.match(emulator.published(lab.context), [
    {
      poll: {
        options: [
          { label: 'a', votes: 0 },
          { label: 'b', votes: 0 },
        ],
        endsAt: '2026-11-22T13:00:00.000Z',
      },
    },
    { media: [{ id, kind: 'image', mimeType: 'image/png', altText: 'A dot' }] },
  ])
})

t.test('a deleted post leaves the wall, a hidden one is on it', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const gone = await publishedId(lab, token, { text: 'gone' })
  await lab.call('DELETE', `/2/tweets/${gone}`, { token })
  lab.arm('delayed_visibility', 'create_post')
  const late = await publishedId(lab, token, { text: 'late' })

  t.strictSame(
    emulator.published(lab.context).map(({ id }) => id),
    [late],
  )
})

t.test('a simulated 429 ends in a few seconds', async (t) => {
  const lab = createLab()
  const { status, headers } = emulator.errors.rateLimited(
    lab.context,
    labRequest('GET', new URL('http://api.x.com/2/users/me'), {}, {}),
  )

  t.equal(status, 429)
  t.equal(Number(headers?.['x-rate-limit-reset']), lab.context.now().getTime() / 1000 + 5)
})

t.test('an avatar is a picture', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const { json } = await lab.call('GET', '/2/users/me?user.fields=profile_image_url', { token })
  const url = new URL(textAt(json, 'data', 'profile_image_url'))

  t.match(await lab.call('GET', url.pathname.slice(1)), {
    status: 200,
    headers: { 'content-type': 'image/svg+xml' },
  })
})

t.test('five thousand accounts with a post each are no trouble', async (t) => {
  const lab = createLab()
  const tokens = []
  for (let count = 0; count < 5000; count += 1) tokens.push(await lab.signIn(`acct_${count}`))
  const started = performance.now()
  for (const token of tokens) await publish(lab, token, { text: 'the same for all' })
  const spent = performance.now() - started

  t.equal(emulator.published(lab.context).length, 5000)
  t.comment(`${Math.round(spent)} ms`)
})
