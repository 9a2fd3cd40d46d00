import t from 'tap'
import { at, textAt } from '@t21/plugin-kit/sandbox/testing'
import { createLab, publish, signIn, uploadFile } from '../support/lab.ts'
import { mp4, png } from '@t21/plugin-kit/sandbox/testing'
import { emulator } from '../index.ts'

t.test(
  'a text becomes a public status with HTML, an address and the default language',
  async (t) => {
    const lab = createLab()
    const token = await signIn(lab)

    const { status, json } = await publish(lab, token, {
      status: ' One & two\nhttps://example.com/b ',
    })

    t.equal(status, 200)
    t.match(json, { visibility: 'public', language: 'en', spoiler_text: '', sensitive: false })
    t.match(at(json, 'content'), /^<p>One &amp; two<br \/><a href="https:\/\/example\.com\/b"/)
    t.match(at(json, 'url'), /^https:\/\/mastodon\.example\/@ada\/\d+$/)
    t.match(emulator.published(lab.context), [{ text: 'One & two\nhttps://example.com/b' }])
  },
)

t.test('the same key gives the same status for an hour, whatever else is sent', async (t) => {
  const lab = createLab()
  const token = await signIn(lab)
  const first = await publish(lab, token, { status: 'One' }, 'key-1')

  lab.advance(3599)
  const again = await publish(lab, token, { status: 'Other words' }, 'key-1')
  t.equal(at(again.json, 'id'), at(first.json, 'id'))
  lab.advance(1)
  const later = await publish(lab, token, { status: 'One' }, 'key-1')
  t.not(at(later.json, 'id'), at(first.json, 'id'))
  t.equal(emulator.published(lab.context).length, 2)
})

t.test('a key belongs to its account, and one of a deleted status finds nothing', async (t) => {
  const lab = createLab()
  const [ada, bob] = [await signIn(lab, 'ada'), await signIn(lab, 'bob')]
  const first = await publish(lab, ada, { status: 'One' }, 'key-1')
  t.not(at((await publish(lab, bob, { status: 'One' }, 'key-1')).json, 'id'), at(first.json, 'id'))

  await lab.call('DELETE', `/api/v1/statuses/${textAt(first.json, 'id')}`, { token: ada })
  t.match(await publish(lab, ada, { status: 'One' }, 'key-1'), {
    status: 404,
    json: { error: 'Record not found' },
  })
})

t.test(
  '500 characters are taken and 501 refused; links count 23, distant mentions their name',
  async (t) => {
    const lab = createLab()
    const token = await signIn(lab)
    const link = `https://example.com/${'b'.repeat(200)}`
    const good = [
      'x'.repeat(500),
      `${'x'.repeat(476)} ${link}`,
      `${'x'.repeat(493)} @bobbo@far.example`,
      '👩‍👩‍👧‍👦'.repeat(500),
    ]
    for (const status of good) t.equal((await publish(lab, token, { status })).status, 200)
    for (const status of good.map((text) => `y${text}`)) {
      t.match(await publish(lab, token, { status }), {
        status: 422,
        json: { error: 'Validation failed: Text character limit of 500 exceeded' },
      })
    }
    t.equal(
      (await publish(lab, token, { status: 'x'.repeat(498), spoiler_text: 'abc' })).status,
      422,
    )
  },
)

t.test('another instance has other limits', async (t) => {
  const lab = createLab('roomy.example')
  const token = await signIn(lab)
  t.equal((await publish(lab, token, { status: 'x'.repeat(5000) })).status, 200)
  t.equal((await publish(lab, token, { status: 'x'.repeat(5001) })).status, 422)
  const elsewhere = await lab.call('POST', 'mastodon.example/api/v1/statuses', {
    token,
    json: { status: 'x' },
  })
  t.equal(elsewhere.status, 401, 'and knows no tokens of the first one')
})

t.test(
  'a status without words or media is refused; a content warning alone becomes the text',
  async (t) => {
    const lab = createLab()
    const token = await signIn(lab)
    t.match(await publish(lab, token, { status: '  ' }), {
      status: 422,
      json: { error: "Validation failed: Text can't be blank" },
    })
    const warned = await publish(lab, token, { status: '', spoiler_text: 'Eggs' })
    t.match(warned.json, { spoiler_text: '', sensitive: false, content: '<p>Eggs</p>' })
  },
)

t.test(
  'errors are in the language of the owner, unless the request asks for another',
  async (t) => {
    const lab = createLab()
    const token = await signIn(lab, 'german_ada')
    t.match((await publish(lab, token, { status: '' })).json, { error: /Gültigkeitsprüfung/ })
    const english = await lab.call('POST', '/api/v1/statuses?lang=en', {
      token,
      json: { status: '' },
    })
    t.match(english.json, { error: /^Validation failed/ })
  },
)

t.test('visibility, language and warning are kept; unknown visibility is refused', async (t) => {
  const lab = createLab()
  const token = await signIn(lab)
  const body = { status: 'One', visibility: 'private', language: 'fr', spoiler_text: 'Food' }
  t.match((await publish(lab, token, body)).json, {
    visibility: 'private',
    language: 'fr',
    spoiler_text: 'Food',
    sensitive: true,
  })
  t.equal((await publish(lab, token, { status: 'One', visibility: 'everybody' })).status, 422)
  const locked = await signIn(lab, 'locked_ada')
  t.match((await publish(lab, locked, { status: 'One' })).json, { visibility: 'private' })
})

t.test('a reply needs a status that its author may see', async (t) => {
  const lab = createLab()
  const [ada, bob] = [await signIn(lab, 'ada'), await signIn(lab, 'bob')]
  const secret = await publish(lab, ada, { status: 'One', visibility: 'private' })
  const reply = { status: 'Two', in_reply_to_id: textAt(secret.json, 'id') }
  t.match((await publish(lab, ada, reply)).json, { in_reply_to_id: reply.in_reply_to_id })
  t.match(await publish(lab, bob, reply), {
    status: 404,
    json: { error: 'The post you are trying to reply to does not appear to exist.' },
  })
})

t.test(
  'polls have two to four different answers of fifty characters, from five minutes to a month',
  async (t) => {
    const lab = createLab()
    const token = await signIn(lab)
    const poll = (more: object) =>
      publish(lab, token, { status: 'Q', poll: { options: ['a', 'b'], expires_in: 300, ...more } })
    t.match((await poll({ multiple: true })).json, {
      poll: { options: [{ title: 'a' }, { title: 'b' }], multiple: true, expired: false },
    })
    t.equal((await poll({ expires_in: 2_629_746 })).status, 200)
    for (const wrong of [
      { options: ['a'] },
      { options: ['a', ' '] },
      { options: ['a', 'a'] },
      { options: ['a', 'b', 'c', 'd', 'e'] },
      { options: ['a', 'b'.repeat(51)] },
      { expires_in: 299 },
      { expires_in: 2_629_747 },
    ]) {
      t.equal((await poll(wrong)).status, 422, JSON.stringify(wrong))
    }
  },
)

t.test(
  'media go with one status, four at most, a video alone, no poll beside, and all processed',
  async (t) => {
    const lab = createLab()
    const token = await signIn(lab)
    const picture = async () =>
      textAt((await uploadFile(lab, token, png(2, 2), 'image/png')).json, 'id')
    const video = textAt((await uploadFile(lab, token, mp4(1000), 'video/mp4')).json, 'id')
    const ids = [await picture(), await picture(), await picture(), await picture()]
    const refused = async (media_ids: string[], error: RegExp, more = {}) =>
      t.match(await publish(lab, token, { status: 'x', media_ids, ...more }), {
        status: 422,
        json: { error },
      })

    await refused([video], /not finished processing/)
    lab.advance(2)
    await refused([...ids, await picture()], /more than 4 files/)
    await refused([ids[0] ?? '', video], /Cannot attach a video/)
    await refused([ids[0] ?? ''], /more than 4/, { poll: { options: ['a', 'b'], expires_in: 300 } })
    t.equal((await publish(lab, token, { media_ids: ids })).status, 200)
    await refused([ids[0] ?? ''], /not found or already attached to another post/)
    await refused(['1'], /not found or already attached/)
  },
)

t.test('bodies are JSON, forms or multipart alike', async (t) => {
  const lab = createLab()
  const token = await signIn(lab)
  const form = { status: 'Q', 'poll[options][]': 'a', 'poll[expires_in]': '600' }
  const raw = `${new URLSearchParams(form).toString()}&poll[options][]=b`
  const params = new URLSearchParams(raw)
  const answer = await lab.call('POST', '/api/v1/statuses', {
    token,
    multipart: [...params].map(([name, value]) => ({ name, value: Buffer.from(value) })),
  })
  t.match(answer.json, { poll: { options: [{ title: 'a' }, { title: 'b' }] } })
})

t.test(
  'a suspended account may not post, and nobody may without the scope or a token',
  async (t) => {
    const lab = createLab()
    t.equal((await publish(lab, await signIn(lab, 'suspended_a'), { status: 'x' })).status, 403)
    const reader = await signIn(lab, 'ada', 'read')
    t.match(await publish(lab, reader, { status: 'x' }), {
      status: 403,
      headers: { 'www-authenticate': /invalid_scope/ },
    })
    t.match(await publish(lab, 'nonsense', { status: 'x' }), {
      status: 401,
      headers: { 'www-authenticate': /invalid_token/ },
      json: { error: 'The access token is invalid' },
    })
    t.same(emulator.published(lab.context), [])
  },
)

t.test('after 300 posts in three hours, a 429 tells when it goes on', async (t) => {
  const lab = createLab()
  const token = await signIn(lab)
  for (let n = 0; n < 300; n += 1) {
    if (n % 150 === 0) lab.advance(300)
    t.equal((await publish(lab, token, { status: `n${n}` })).status, 200)
  }
  lab.advance(300)
  t.match(await publish(lab, token, { status: 'more' }), {
    status: 429,
    headers: {
      'x-ratelimit-limit': '300',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '2026-11-22T15:00:00.000000Z',
    },
    json: { error: 'Too many requests' },
  })
})
