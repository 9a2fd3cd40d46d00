import t from 'tap'
import { at, createLab, textAt, type Lab } from '../support/lab.ts'
import { publishedId } from '../support/publish.ts'

const day = 24 * 60 * 60

async function metrics(lab: Lab, handle: string, id: string, fields: string): Promise<unknown> {
  const token = await lab.signIn(handle)
  return (await lab.call('GET', `/2/tweets?ids=${id}&tweet.fields=${fields}`, { token })).json
}

t.test('numbers begin at nought, grow, and never fall', async (t) => {
  const lab = createLab()
  const id = await publishedId(lab, await lab.signIn('alice'), { text: 'https://example.com' })
  const fields = 'public_metrics,non_public_metrics,organic_metrics'
  let before: readonly number[] = []

  for (const hours of [0, 1, 5, 24, 24 * 10]) {
    lab.advance(hours * 60 * 60)
    const json = await metrics(lab, 'alice', id, fields)
    const numbers = ['public_metrics', 'non_public_metrics', 'organic_metrics'].flatMap((group) =>
      Object.values(Object(at(json, 'data', 0, group))).map(Number),
    )
    t.equal(numbers.length, 6 + 4 + 6)
    for (const [index, value] of numbers.entries()) t.ok(value >= (before[index] ?? 0))
    before = numbers
    if (hours === 0) t.ok(numbers.every((value) => value === 0))
  }
  t.ok((before[5] ?? 0) > 50, 'ten days bring impressions')
})

t.test('the same post has the same numbers at the same age', async (t) => {
  async function afterADay(): Promise<unknown> {
    const lab = createLab()
    const id = await publishedId(lab, await lab.signIn('alice'), { text: 'x' })
    lab.advance(day)
    return await metrics(lab, 'alice', id, 'public_metrics')
  }

  t.strictSame(await afterADay(), await afterADay())
})

t.test('replies in the sandbox count', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const id = await publishedId(lab, token, { text: 'x' })
  await publishedId(lab, token, { text: 'y', reply: { in_reply_to_tweet_id: id } })

  t.match(await metrics(lab, 'alice', id, 'public_metrics'), {
    data: [{ public_metrics: { reply_count: 1 } }],
  })
})

t.test('private numbers are for the owner, for 30 days', async (t) => {
  const lab = createLab()
  const id = await publishedId(lab, await lab.signIn('alice'), { text: 'x' })
  const refused = { errors: [{ type: /not-authorized-for-field$/, value: 'non_public_metrics' }] }

  t.match(await metrics(lab, 'bob', id, 'public_metrics,non_public_metrics'), refused)
  t.match(await metrics(lab, 'bob', id, 'public_metrics'), { data: [{ id }] })
  t.notOk(at(await metrics(lab, 'alice', id, 'non_public_metrics'), 'errors'))
  lab.advance(30 * day + 1)
  t.match(await metrics(lab, 'alice', id, 'non_public_metrics'), refused)
})

t.test('a poll takes votes until it ends', async (t) => {
  const lab = createLab()
  const poll = { options: ['Tea', 'Coffee'], duration_minutes: 24 * 60 }
  const id = await publishedId(lab, await lab.signIn('alice'), { text: 'Which?', poll })
  async function read(): Promise<unknown> {
    const token = await lab.signIn('alice')
    const query = 'expansions=attachments.poll_ids&poll.fields=voting_status,end_datetime'
    const { json } = await lab.call('GET', `/2/tweets/${id}?${query}`, { token })
    return at(json, 'includes', 'polls', 0)
  }

  t.match(await read(), {
    voting_status: 'open',
    end_datetime: '2026-11-23T12:00:00.000Z',
    options: [
      { position: 1, label: 'Tea', votes: 0 },
      { position: 2, label: 'Coffee', votes: 0 },
    ],
  })
  lab.advance(2 * day)
  const ended = await read()
  t.equal(textAt(ended, 'voting_status'), 'closed')
  lab.advance(5 * day)
  t.strictSame(await read(), ended)
})
