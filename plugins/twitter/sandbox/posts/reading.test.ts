import t from 'tap'
import { at, createLab, textAt, type Lab } from '../support/lab.ts'
import { png } from '@t21/plugin-kit/sandbox/testing'
import { publish, publishedId, uploadedId } from '../support/publish.ts'

async function timeline(lab: Lab, token: string, id: string, query = ''): Promise<unknown> {
  const { status, json } = await lab.call('GET', `/2/users/${id}/tweets${query}`, { token })
  return status === 200 ? json : { status, json }
}

async function myId(lab: Lab, token: string): Promise<string> {
  return textAt((await lab.call('GET', '/2/users/me', { token })).json, 'data', 'id')
}

function idsOf(json: unknown): unknown {
  const data = at(json, 'data')
  return Array.isArray(data) ? data.map((post) => at(post, 'id')) : undefined
}

t.test('users/me tells of the account what was asked for', async (t) => {
  const lab = createLab()
  const premium = await lab.signIn('premium_ann')
  const withEmail = await lab.signIn('alice', 'tweet.read users.read users.email')
  const fields = 'user.fields=subscription_type,verified,verified_type,confirmed_email'
  const id = await myId(lab, premium)

  t.match(id, /^\d{15,19}$/)
  t.strictSame((await lab.call('GET', '/2/users/me', { token: premium })).json, {
    data: { id, name: 'Premium Ann', username: 'premium_ann' },
  })
  t.strictSame((await lab.call('GET', `/2/users/me?${fields}`, { token: premium })).json, {
    data: {
      id,
      name: 'Premium Ann',
      username: 'premium_ann',
      subscription_type: 'Premium',
      verified: true,
      verified_type: 'blue',
    },
  })
  t.match((await lab.call('GET', `/2/users/me?${fields}`, { token: withEmail })).json, {
    data: {
      subscription_type: 'None',
      verified_type: 'none',
      confirmed_email: 'alice@example.com',
    },
  })
  t.equal((await lab.call('GET', '/2/users/me?user.fields=age', { token: premium })).status, 400)
})

t.test('an account keeps its id over resets and spellings', async (t) => {
  const one = createLab()
  const other = createLab()

  t.equal(
    await myId(one, await one.signIn('Demo_Brand')),
    await myId(other, await other.signIn('demo_brand')),
  )
})

t.test('an empty timeline has no data at all', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')

  t.strictSame(await timeline(lab, token, await myId(lab, token)), { meta: { result_count: 0 } })
})

t.test('a timeline goes from new to old, page by page', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const id = await myId(lab, token)
  const ids: string[] = []
  for (let count = 0; count < 12; count += 1) {
    ids.unshift(await publishedId(lab, token, { text: `Post ${count}` }))
    lab.advance(1)
  }

  const first = await timeline(lab, token, id, '?max_results=5')
  const second = await timeline(
    lab,
    token,
    id,
    `?max_results=5&pagination_token=${textAt(first, 'meta', 'next_token')}`,
  )
  const third = await timeline(
    lab,
    token,
    id,
    `?max_results=5&pagination_token=${textAt(second, 'meta', 'next_token')}`,
  )

  t.strictSame(idsOf(first), ids.slice(0, 5))
  t.match(at(first, 'meta'), { result_count: 5, newest_id: ids[0], oldest_id: ids[4] })
  t.strictSame(idsOf(second), ids.slice(5, 10))
  t.strictSame(idsOf(third), ids.slice(10))
  t.notOk(at(third, 'meta', 'next_token'))
})

t.test('a timeline can be narrowed by time, id and kind', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const id = await myId(lab, token)
  const first = await publishedId(lab, token, { text: '1' })
  lab.advance(60)
  const noon = lab.context.now()
  const second = await publishedId(lab, token, { text: '2' })
  const reply = await publishedId(lab, token, { text: '3', reply: { in_reply_to_tweet_id: first } })
  const since = (BigInt(noon.getTime()) - 1288834974657n) << 22n
  const cases: readonly [string, string[]][] = [
    [`start_time=${noon.toISOString()}`, [reply, second]],
    [`start_time=${noon.toISOString().replace('.000', '')}`, [reply, second]],
    [`end_time=${noon.toISOString()}`, [first]],
    [`since_id=${first}`, [reply, second]],
    [`since_id=${since - 1n}`, [reply, second]],
    [`until_id=${second}`, [first]],
    ['exclude=replies', [second, first]],
    ['exclude=retweets', [reply, second, first]],
  ]
  for (const [query, expected] of cases) {
    t.strictSame(idsOf(await timeline(lab, token, id, `?${query}`)), expected, query)
  }
})

t.test('a timeline refuses what it does not understand', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const id = await myId(lab, token)
  const wrong = [
    'max_results=4',
    'max_results=101',
    'start_time=yesterday',
    'since_id=abc',
    'exclude=likes',
    'pagination_token=abc',
    'tweet.fields=mood',
    'expansions=everything',
    'page=2',
  ]
  for (const query of wrong) {
    const { status, json } = await lab.call('GET', `/2/users/${id}/tweets?${query}`, { token })

    t.equal(status, 400, query)
    t.ok(at(json, 'errors', 0, 'parameters', query.split('=')[0] ?? ''), JSON.stringify(json))
  }
})

t.test(
  'a post can be told from its entities although its text is not as it was sent',
  async (t) => {
    const lab = createLab()
    const token = await lab.signIn('alice')
    const media = { media_ids: [await uploadedId(lab, token, png(4, 3))] }
    const text = '🎉 A & B: https://example.com/a?b=c&d and example.org #fun @bob'
    const id = await publishedId(lab, token, { text, media })
    const query =
      'tweet.fields=entities,attachments,created_at&expansions=attachments.media_keys&media.fields=url,width,height'
    const { json } = await lab.call('GET', `/2/tweets/${id}?${query}`, { token })
    const shown = textAt(json, 'data', 'text')

    let restored = shown
    for (const index of [0, 1, 2]) {
      const url = at(json, 'data', 'entities', 'urls', index)
      const { start, end } = Object(url)
      t.equal(Array.from(shown).slice(start, end).join(''), at(url, 'url'))
      restored = restored.replace(textAt(url, 'url'), textAt(url, 'expanded_url'))
    }
    t.equal(
      restored,
      `🎉 A &amp; B: https://example.com/a?b=c&d and http://example.org #fun @bob https://x.com/alice/status/${id}/photo/1`,
    )
    t.match(at(json, 'data', 'entities'), {
      hashtags: [{ tag: 'fun' }],
      mentions: [{ username: 'bob' }],
    })
    t.match(json, {
      data: { created_at: '2026-11-22T12:00:00.000Z' },
      includes: { media: [{ type: 'photo', width: 4, height: 3 }] },
    })
  },
)

t.test('the picture behind includes.media is served', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const picture = png(4, 3)
  const media = { media_ids: [await uploadedId(lab, token, picture)] }
  const id = await publishedId(lab, token, { text: 'x', media })
  const query = 'expansions=attachments.media_keys&media.fields=url'
  const { json } = await lab.call('GET', `/2/tweets?ids=${id}&${query}`, { token })
  const url = new URL(textAt(json, 'includes', 'media', 0, 'url'))
  const { status, bytes } = await lab.call('GET', url.pathname.slice(1))

  t.equal(status, 200)
  t.strictSame(bytes, picture)
})

t.test('a long post shows its beginning, and the whole as a note', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('premium_ann')
  const text = `${'word '.repeat(60)}& the end`
  const id = await publishedId(lab, token, { text })
  const { json } = await lab.call('GET', `/2/tweets/${id}?tweet.fields=note_tweet`, { token })

  t.match(textAt(json, 'data', 'text'), /^(word ){56}… https:\/\/t\.co\/\w{10}$/)
  t.equal(at(json, 'data', 'note_tweet', 'text'), `${'word '.repeat(60)}&amp; the end`)
})

t.test('look-up says of each missing post why', async (t) => {
  const lab = createLab()
  const alice = await lab.signIn('alice')
  const hidden = await lab.signIn('protected_pat')
  const id = await publishedId(lab, alice, { text: 'here' })
  const secret = await publishedId(lab, hidden, { text: 'secret' })
  const { status, json } = await lab.call('GET', `/2/tweets?ids=${id},99,${secret}`, {
    token: alice,
  })

  t.equal(status, 200)
  t.strictSame(idsOf(json), [id])
  t.match(at(json, 'errors'), [
    { resource_id: '99', type: /resource-not-found$/ },
    { resource_id: secret, type: /not-authorized-for-resource$/ },
  ])
  const single = await lab.call('GET', '/2/tweets/99', { token: alice })
  t.equal(single.status, 200)
  t.notOk(at(single.json, 'data'))
  const many = Array.from({ length: 101 }, (_, index) => index + 1).join(',')
  t.equal((await lab.call('GET', `/2/tweets?ids=${many}`, { token: alice })).status, 400)
  t.equal((await lab.call('GET', '/2/tweets', { token: alice })).status, 400)
})

t.test("a protected account's timeline is for itself", async (t) => {
  const lab = createLab()
  const alice = await lab.signIn('alice')
  const hidden = await lab.signIn('protected_pat')
  const id = await myId(lab, hidden)
  await publish(lab, hidden, { text: 'secret' })

  t.match(await timeline(lab, alice, id), { errors: [{ type: /not-authorized-for-resource$/ }] })
  t.match(await timeline(lab, hidden, id), { meta: { result_count: 1 } })
  t.match(await timeline(lab, alice, '99'), { errors: [{ type: /resource-not-found$/ }] })
})

t.test('post.fields answers in the newer words', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const root = await publishedId(lab, token, { text: '1' })
  const id = await publishedId(lab, token, { text: '2', reply: { in_reply_to_tweet_id: root } })
  const query = 'post.fields=referenced_posts,public_metrics&expansions=referenced_posts.id'
  const { json } = await lab.call('GET', `/2/tweets/${id}?${query}`, { token })

  t.match(json, {
    data: {
      edit_history_post_ids: [id],
      referenced_posts: [{ type: 'replied_to', id: root }],
      public_metrics: { repost_count: 0 },
    },
    includes: { posts: [{ id: root }] },
  })
  t.notOk(at(json, 'data', 'referenced_tweets'))
})

t.test('a delayed post is live at once and comes into timelines 30 seconds later', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const id = await myId(lab, token)
  lab.arm('delayed_visibility', 'create_post')
  const late = await publishedId(lab, token, { text: 'late' })
  const prompt = await publishedId(lab, token, { text: 'prompt' })

  t.strictSame(idsOf(await timeline(lab, token, id)), [prompt])
  t.match((await lab.call('GET', `/2/tweets/${late}`, { token })).json, { data: { id: late } })
  lab.advance(29)
  t.strictSame(idsOf(await timeline(lab, token, id)), [prompt])
  lab.advance(1)
  t.strictSame(idsOf(await timeline(lab, token, id)), [prompt, late])
})
