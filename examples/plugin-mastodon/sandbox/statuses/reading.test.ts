import t from 'tap'
import { at, textAt, type Lab } from '@t21/plugin-kit/sandbox/testing'
import { emulator } from '../index.ts'
import { createLab, publish, signIn, uploadFile } from '../support/lab.ts'
import { png } from '@t21/plugin-kit/sandbox/testing'

async function idsOf(lab: Lab, token: string, accountId: string, query = ''): Promise<unknown[]> {
  const answer = await lab.call('GET', `/api/v1/accounts/${accountId}/statuses?${query}`, { token })
  return Array.isArray(answer.json) ? answer.json.map((status) => at(status, 'id')) : []
}

async function meOf(lab: Lab, token: string): Promise<unknown> {
  return (await lab.call('GET', '/api/v1/accounts/verify_credentials', { token })).json
}

t.test('an account says who it is, and what it does by default', async (t) => {
  const lab = createLab()
  t.match(await meOf(lab, await signIn(lab, 'locked_ada')), {
    username: 'locked_ada',
    acct: 'locked_ada',
    display_name: 'Locked Ada',
    url: 'https://mastodon.example/@locked_ada',
    source: { privacy: 'private' },
    statuses_count: 0,
  })
})

t.test('an instance tells its limits to everybody', async (t) => {
  const lab = createLab()
  t.match((await lab.call('GET', '/api/v2/instance')).json, {
    domain: 'mastodon.example',
    configuration: {
      statuses: { max_characters: 500, characters_reserved_per_url: 23 },
      polls: { max_options: 4 },
    },
  })
  t.match((await lab.call('GET', 'roomy.example/api/v2/instance')).json, {
    configuration: { statuses: { max_characters: 5000 }, polls: { max_options: 10 } },
  })
})

t.test("an account's statuses come newest first, in pages", async (t) => {
  const lab = createLab()
  const token = await signIn(lab)
  const me = textAt(await meOf(lab, token), 'id')
  const ids: string[] = []
  for (let n = 0; n < 45; n += 1) {
    ids.unshift(textAt((await publish(lab, token, { status: `n${n}` })).json, 'id'))
    lab.advance(1)
  }
  t.same(await idsOf(lab, token, me), ids.slice(0, 20))
  t.same(await idsOf(lab, token, me, 'limit=80'), ids.slice(0, 40))
  t.same(await idsOf(lab, token, me, `limit=40&max_id=${ids[39]}`), ids.slice(40))
  t.same(await idsOf(lab, token, me, `limit=2&since_id=${ids[10]}`), ids.slice(0, 2))
  t.same(await idsOf(lab, token, me, `limit=2&min_id=${ids[10]}`), ids.slice(8, 10))
})

t.test('private and direct statuses are seen by their author alone', async (t) => {
  const lab = createLab()
  const [ada, bob] = [await signIn(lab, 'ada'), await signIn(lab, 'bob')]
  const id = textAt((await publish(lab, ada, { status: 'x', visibility: 'direct' })).json, 'id')
  const me = textAt(await meOf(lab, ada), 'id')
  t.same(await idsOf(lab, ada, me), [id])
  t.same(await idsOf(lab, bob, me), [])
  t.equal((await lab.call('GET', `/api/v1/statuses/${id}`, { token: bob })).status, 404)
  t.same((await lab.call('GET', `/api/v1/statuses?id[]=${id}`, { token: bob })).json, [])
  t.equal((await lab.call('DELETE', `/api/v1/statuses/${id}`, { token: bob })).status, 404)
})

t.test(
  'twenty statuses are told in one request, those that are there; 21 are too many',
  async (t) => {
    const lab = createLab()
    const token = await signIn(lab)
    const id = textAt((await publish(lab, token, { status: 'x' })).json, 'id')
    const asked = (ids: readonly string[]) =>
      lab.call('GET', `/api/v1/statuses?${ids.map((one) => `id[]=${one}`).join('&')}`, { token })
    t.match((await asked([id, '1'])).json, [{ id }])
    t.equal((await asked(Array.from({ length: 21 }, (_, n) => String(n)))).status, 422)
  },
)

t.test('the source is the text as it was written', async (t) => {
  const lab = createLab()
  const token = await signIn(lab)
  const written = { status: 'a < b\n\nhttps://example.com', spoiler_text: 'Maths' }
  const id = textAt((await publish(lab, token, written)).json, 'id')
  t.same((await lab.call('GET', `/api/v1/statuses/${id}/source`, { token })).json, {
    id,
    text: written.status,
    spoiler_text: 'Maths',
  })
})

t.test('a deleted status is gone everywhere, and answers with its text', async (t) => {
  const lab = createLab()
  const token = await signIn(lab)
  const id = textAt((await publish(lab, token, { status: 'x' })).json, 'id')
  t.match((await lab.call('DELETE', `/api/v1/statuses/${id}`, { token })).json, { id, text: 'x' })
  t.equal((await lab.call('DELETE', `/api/v1/statuses/${id}`, { token })).status, 404)
  t.same(emulator.published(lab.context), [])
})

t.test(
  'delayed visibility hides a status from lists for thirty seconds, and not from its address',
  async (t) => {
    const lab = createLab()
    const token = await signIn(lab)
    const me = textAt(await meOf(lab, token), 'id')
    lab.arm('delayed_visibility', 'create_status')
    const id = textAt((await publish(lab, token, { status: 'x' })).json, 'id')
    t.same(await idsOf(lab, token, me), [])
    t.equal((await lab.call('GET', `/api/v1/statuses/${id}`, { token })).status, 200)
    lab.advance(30)
    t.same(await idsOf(lab, token, me), [id])
  },
)

t.test('numbers begin at nought, grow, and never fall; replies are counted', async (t) => {
  const lab = createLab()
  const token = await signIn(lab)
  const id = textAt((await publish(lab, token, { status: 'x' })).json, 'id')
  await publish(lab, token, { status: 'y', in_reply_to_id: id })
  const numbers = async () => {
    const { json } = await lab.call('GET', `/api/v1/statuses/${id}`, { token })
    return [Number(at(json, 'favourites_count')), Number(at(json, 'replies_count'))] as const
  }
  t.same(await numbers(), [0, 1])
  let last = 0
  for (let day = 0; day < 5; day += 1) {
    lab.advance(24 * 60 * 60)
    const [likes] = await numbers()
    t.ok(likes >= last)
    last = likes
  }
  t.ok(last > 0)
})

t.test(
  'the wall shows text, warning, visibility, media with their descriptions, polls and threads',
  async (t) => {
    const lab = createLab()
    const token = await signIn(lab, 'demo_brand')
    const picture = await uploadFile(lab, token, png(2, 2), 'image/png', 'Grey')
    const first = await publish(lab, token, {
      status: 'One',
      spoiler_text: 'Food',
      visibility: 'unlisted',
      media_ids: [textAt(picture.json, 'id')],
    })
    lab.advance(1)
    const poll = { options: ['a', 'b'], expires_in: 300 }
    await publish(lab, token, { status: 'Two', in_reply_to_id: textAt(first.json, 'id'), poll })

    t.match(emulator.published(lab.context), [
      {
        network: 'mastodon',
        kind: 'reply',
        text: 'Two',
        inReplyTo: textAt(first.json, 'id'),
        poll: { options: [{ label: 'a' }, { label: 'b' }] },
      },
      {
        kind: 'post',
        text: 'One',
        url: /^https:\/\/mastodon\.example\/@demo_brand\/\d+$/,
        account: { username: 'demo_brand', displayName: 'Demo Brand' },
        media: [{ kind: 'image', mimeType: 'image/png', altText: 'Grey' }],
        labels: { visibility: 'unlisted', 'content warning': 'Food', sensitive: 'yes' },
      },
    ])
  },
)
