import t from 'tap'
import { emulator } from '../index.ts'
import { at, createLab, textAt } from '../support/lab.ts'
import { png } from '@t21/plugin-kit/sandbox/testing'
import { publish, publishedId, uploadedId } from '../support/publish.ts'

t.test('a text becomes a post with an id of its own', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const { status, json } = await publish(lab, token, { text: 'Hello' })
  const id = textAt(json, 'data', 'id')

  t.equal(status, 201)
  t.strictSame(json, { data: { id, text: 'Hello', edit_history_tweet_ids: [id] } })
  t.equal(Number((BigInt(id) >> 22n) + 1288834974657n), lab.context.now().getTime())
})

t.test('the answer has links replaced and & < > escaped', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const text = 'Fish & chips <now> at https://example.com/menu?a=1&b=2 or example.org "today"'
  const { json } = await publish(lab, token, { text })

  t.match(
    textAt(json, 'data', 'text'),
    /^Fish &amp; chips &lt;now&gt; at https:\/\/t\.co\/\w{10} or https:\/\/t\.co\/\w{10} "today"$/,
  )
})

t.test('a picture appends a link', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const media = { media_ids: [await uploadedId(lab, token, png(4, 3))] }

  const withText = await publish(lab, token, { text: 'Look', media })
  const without = await publish(lab, token, { text: '', media })

  t.match(textAt(withText.json, 'data', 'text'), /^Look https:\/\/t\.co\/\w{10}$/)
  t.match(textAt(without.json, 'data', 'text'), /^https:\/\/t\.co\/\w{10}$/)
})

t.test('a body that breaks the schema is refused with the field and its value', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const text = 'x'
  const wrong: readonly [object, string][] = [
    [{ text, scheduled_at: '2027-01-01' }, 'scheduled_at'],
    [{ text: 5 }, 'text'],
    [{ text, poll: { options: ['a'], duration_minutes: 60 } }, 'poll.options'],
    [{ text, poll: { options: ['a', 'b', 'c', 'd', 'e'], duration_minutes: 60 } }, 'poll.options'],
    [{ text, poll: { options: ['a', ''], duration_minutes: 60 } }, 'poll.options.1'],
    [{ text, poll: { options: ['a', 'b'.repeat(26)], duration_minutes: 60 } }, 'poll.options.1'],
    [{ text, poll: { options: ['a', 'b'], duration_minutes: 4 } }, 'poll.duration_minutes'],
    [{ text, poll: { options: ['a', 'b'], duration_minutes: 10_081 } }, 'poll.duration_minutes'],
    [{ text, poll: { options: ['a', 'b'], duration_minutes: 5, x: 1 } }, 'poll.x'],
    [{ text, reply_settings: 'everyone' }, 'reply_settings'],
    [{ text, media: { media_ids: [] } }, 'media.media_ids'],
    [{ text, media: { media_ids: ['1', '2', '3', '4', '5'] } }, 'media.media_ids'],
    [{ text, media: { media_ids: ['abc'] } }, 'media.media_ids.0'],
    [{ text, reply: { in_reply_to_tweet_id: 5 } }, 'reply.in_reply_to_tweet_id'],
    [{ text, made_with_ai: 'yes' }, 'made_with_ai'],
    [{ text: '  ' }, 'text'],
    [{}, 'text'],
  ]
  for (const [body, field] of wrong) {
    const { status, headers, json } = await publish(lab, token, body)

    t.equal(status, 400, JSON.stringify(body))
    t.equal(headers?.['content-type'], 'application/problem+json')
    t.match(json, { title: 'Invalid Request', detail: /was invalid/, type: /invalid-request$/ })
    t.ok(at(json, 'errors', 0, 'parameters', field), `names ${field}: ${JSON.stringify(json)}`)
  }
})

t.test('media, poll and quote exclude each other', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('enterprise_1')
  const quoted = await publishedId(lab, token, { text: 'first' })
  const poll = { options: ['a', 'b'], duration_minutes: 60 }
  const media = { media_ids: [await uploadedId(lab, token, png(1, 1))] }
  for (const body of [
    { poll, media },
    { poll, quote_tweet_id: quoted },
    { media, quote_tweet_id: quoted },
  ]) {
    const { status, json } = await publish(lab, token, { text: 'x', ...body })

    t.equal(status, 400)
    t.match(textAt(json, 'errors', 0, 'message'), /^Only one of \[/)
  }
})

t.test('the body has to be JSON, and to say so', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const untyped = await lab.call('POST', '/2/tweets', {
    token,
    raw: { type: 'text/plain', body: '{"text":"x"}' },
  })
  const broken = await lab.call('POST', '/2/tweets', {
    token,
    raw: { type: 'application/json; charset=utf-8', body: '{"text":' },
  })

  t.equal(untyped.status, 400)
  t.equal(
    at(untyped.json, 'errors', 0, 'message'),
    'Requests with bodies must have content-type of application/json.',
  )
  t.equal(broken.status, 400)
  t.equal(at(broken.json, 'errors', 0, 'message'), 'Request body is not valid JSON')
})

function forbidden(detail: string): object {
  return { title: 'Forbidden', detail, type: 'about:blank', status: 403 }
}

t.test('text is counted as X counts: 280, or 25,000 with Premium', async (t) => {
  const lab = createLab()
  const alice = await lab.signIn('alice')
  const premium = await lab.signIn('premium_ann')
  const tooLong = forbidden('You are not permitted to perform this action.')
  const fits = [
    'a'.repeat(280),
    '語'.repeat(140),
    '👨‍👩‍👧‍👦'.repeat(140),
    `${'b'.repeat(256)} https://example.com/${'p'.repeat(300)}`,
  ]
  const exceeds = ['a'.repeat(281), '語'.repeat(141), `${'b'.repeat(258)} example.com`]

  for (const text of fits) t.equal((await publish(lab, alice, { text })).status, 201, text)
  for (const text of exceeds) t.strictSame((await publish(lab, alice, { text })).json, tooLong)
  t.equal((await publish(lab, premium, { text: 'word '.repeat(4000) })).status, 201)
  t.strictSame((await publish(lab, premium, { text: 'word '.repeat(5001) })).json, tooLong)
})

t.test('one cashtag is enough', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')

  t.equal((await publish(lab, token, { text: 'Buy $ABC' })).status, 201)
  const { status, json } = await publish(lab, token, { text: 'Buy $ABC and $XYZ' })
  t.equal(status, 403)
  t.match(textAt(json, 'detail'), /cashtag/)
})

const duplicate = forbidden('You are not allowed to create a Tweet with duplicate content.')

t.test('the same text again is refused for 24 hours, for this account alone', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const other = await lab.signIn('bob')
  t.equal((await publish(lab, token, { text: 'Good morning' })).status, 201)

  t.strictSame((await publish(lab, token, { text: 'Good morning' })).json, duplicate)
  t.equal((await publish(lab, other, { text: 'Good morning' })).status, 201)
  lab.advance(60 * 60)
  const fresh = await lab.signIn('alice')
  t.strictSame((await publish(lab, fresh, { text: ' Good morning ' })).json, duplicate)
  lab.advance(23 * 60 * 60)
  const nextDay = await lab.signIn('alice')
  t.equal((await publish(lab, nextDay, { text: 'Good morning' })).status, 201)
})

t.test(
  'the same text is another post under another post, with a picture, or once deleted',
  async (t) => {
    const lab = createLab()
    const token = await lab.signIn('alice')
    const first = await publishedId(lab, token, { text: 'Yes' })
    const reply = { in_reply_to_tweet_id: first }
    const media = { media_ids: [await uploadedId(lab, token, png(1, 1))] }

    t.equal((await publish(lab, token, { text: 'Yes', reply })).status, 201)
    t.strictSame((await publish(lab, token, { text: 'Yes', reply })).json, duplicate)
    t.equal((await publish(lab, token, { text: 'Yes', media })).status, 201)
    t.equal((await publish(lab, token, { text: 'Yes', media })).status, 201)
    await lab.call('DELETE', `/2/tweets/${first}`, { token })
    t.equal((await publish(lab, token, { text: 'Yes' })).status, 201)
  },
)

t.test('a "repeat" account is not saved from posting twice', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('repeat_bot')
  const first = await publishedId(lab, token, { text: 'Again' })
  const second = await publishedId(lab, token, { text: 'Again' })

  t.not(first, second)
})

t.test('a thread is a chain of replies to own posts', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const root = await publishedId(lab, token, { text: '1' })
  const second = await publishedId(lab, token, { text: '2', reply: { in_reply_to_tweet_id: root } })
  const third = await publishedId(lab, token, {
    text: '3',
    reply: { in_reply_to_tweet_id: second },
  })
  const fields = 'conversation_id,referenced_tweets,in_reply_to_user_id'
  const { json } = await lab.call('GET', `/2/tweets/${third}?tweet.fields=${fields}`, { token })

  t.match(json, {
    data: { conversation_id: root, referenced_tweets: [{ type: 'replied_to', id: second }] },
  })
})

t.test('a reply to a post that is gone is refused', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const root = await publishedId(lab, token, { text: '1' })
  await lab.call('DELETE', `/2/tweets/${root}`, { token })

  t.strictSame(
    (await publish(lab, token, { text: '2', reply: { in_reply_to_tweet_id: root } })).json,
    forbidden('You attempted to reply to a Tweet that is deleted or not visible to you.'),
  )
})

t.test('others may be answered only by whom they mentioned', async (t) => {
  const lab = createLab()
  const alice = await lab.signIn('alice')
  const bob = await lab.signIn('bob')
  const hidden = await lab.signIn('protected_pat')
  const plain = await publishedId(lab, alice, { text: 'Hello all' })
  const calling = await publishedId(lab, alice, { text: 'Hello @Bob', reply_settings: 'following' })
  const secret = await publishedId(lab, hidden, { text: 'Hello @bob' })
  const answer = (mentions: string) =>
    publish(lab, bob, {
      text: `${mentions} ${'a'.repeat(275)}`,
      reply: { in_reply_to_tweet_id: calling },
    })

  t.strictSame(
    (await publish(lab, bob, { text: 'Hi', reply: { in_reply_to_tweet_id: plain } })).json,
    forbidden(
      'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.',
    ),
  )
  t.equal(
    (await publish(lab, bob, { text: 'Hi', reply: { in_reply_to_tweet_id: calling } })).status,
    201,
  )
  const uninvited = { text: 'Hi', reply: { in_reply_to_tweet_id: calling } }
  t.strictSame(
    (await publish(lab, await lab.signIn('carol'), uninvited)).json,
    forbidden('You can only reply to or quote posts where you are mentioned or are the author.'),
    'where the author has said who may answer',
  )
  t.match((await publish(lab, bob, { text: 'Hi', reply: { in_reply_to_tweet_id: secret } })).json, {
    detail: /not visible to you/,
  })
  const free = await answer('@alice @Bob')
  t.equal(free.status, 201, 'the author and the mentioned are free')
  t.match(textAt(free.json, 'data', 'text'), /a{275}$/)
  t.equal((await answer('@carol')).status, 403, 'others count')
})

t.test('quoting is for Enterprise', async (t) => {
  const lab = createLab()
  const alice = await lab.signIn('alice')
  const enterprise = await lab.signIn('enterprise_1')
  const id = await publishedId(lab, alice, { text: 'Quote me' })

  const refused = await publish(lab, alice, { text: 'x', quote_tweet_id: id })
  t.equal(refused.status, 403)
  t.match(textAt(refused.json, 'detail'), /^Quoting this post is not allowed because/)
  t.equal((await publish(lab, enterprise, { text: 'x', quote_tweet_id: id })).status, 201)
  t.equal((await publish(lab, enterprise, { text: 'y', quote_tweet_id: '1' })).status, 400)
})

t.test('what stands against an account or its app is said in the words of X', async (t) => {
  const lab = createLab()
  const rows: [string, number, object][] = [
    ['locked_lou', 403, { errors: [{ code: 326, message: /temporarily locked/ }] }],
    [
      'nocredits_ned',
      402,
      { title: 'CreditsDepleted', type: /problems\/credits$/, detail: /any credits/ },
    ],
    [
      'capped_cat',
      429,
      { title: 'UsageCapExceeded', type: /usage-capped$/, period: 'Monthly', scope: 'Product' },
    ],
    [
      'unenrolled_una',
      403,
      { type: /client-forbidden$/, reason: 'client-not-enrolled', registration_url: /^https:/ },
    ],
  ]
  for (const [handle, status, json] of rows) {
    const token = await lab.signIn(handle)
    t.equal((await lab.call('GET', '/2/users/me', { token })).status, 200)
    t.match(await publish(lab, token, { text: 'Hello' }), { status, json }, handle)
  }
  t.same(emulator.published(lab.context), [])
})

t.test('a link that X does not take is refused', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const refused = await publish(lab, token, { text: 'See https://nowhere.invalid/x' })
  t.match(refused, { status: 400, json: { detail: 'The Tweet contains an invalid URL.' } })
  const good = await publish(lab, token, { text: 'See https://nowhere.example/invalid' })
  t.equal(good.status, 201)
})

t.test('a suspended account may sign in and may not post', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('suspended_sam')

  t.equal((await lab.call('GET', '/2/users/me', { token })).status, 200)
  t.strictSame(
    (await publish(lab, token, { text: 'x' })).json,
    forbidden('Your account is suspended and is not permitted to access this feature.'),
  )
})

t.test('what the sandbox does not do is refused, not ignored', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('premium_ann')
  const id = await publishedId(lab, token, { text: 'x' })
  for (const body of [
    { edit_options: { previous_post_id: id } },
    { community_id: '1' },
    { nullcast: true },
  ]) {
    t.equal((await publish(lab, token, { text: 'y', ...body })).status, 403)
  }
})

t.test('every scope is needed', async (t) => {
  const lab = createLab()
  const reader = await lab.signIn('alice', 'tweet.read users.read offline.access')

  t.strictSame((await publish(lab, reader, { text: 'x' })).json, forbidden('Forbidden'))
})

t.test('a refused post leaves nothing behind', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  await publish(lab, token, { text: 'a'.repeat(281) })
  const { json } = await lab.call('GET', '/2/users/me?user.fields=public_metrics', { token })

  t.equal(at(json, 'data', 'public_metrics', 'tweet_count'), 0)
})

t.test('own posts can be deleted, twice over; those of others cannot', async (t) => {
  const lab = createLab()
  const alice = await lab.signIn('alice')
  const bob = await lab.signIn('bob')
  const id = await publishedId(lab, alice, { text: 'x' })

  t.equal((await lab.call('DELETE', `/2/tweets/${id}`, { token: bob })).status, 403)
  for (const attempt of ['first', 'second']) {
    const { status, json } = await lab.call('DELETE', `/2/tweets/${id}`, { token: alice })
    t.equal(status, 200, attempt)
    t.strictSame(json, { data: { deleted: true } })
  }
})
