import t from 'tap'
import { createLab } from '../support/lab.ts'
import { publish } from '../support/publish.ts'

t.test('every answer tells the limit, the good and the bad', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const reset = String(lab.context.now().getTime() / 1000 + 900)
  const good = await publish(lab, token, { text: 'x' })
  const bad = await publish(lab, token, { text: '' })
  const stranger = await lab.call('POST', '/2/tweets', { token: 'nobody', json: { text: 'x' } })

  t.match(good.headers, {
    'x-rate-limit-limit': '100',
    'x-rate-limit-remaining': '99',
    'x-rate-limit-reset': reset,
    'x-user-limit-24hour-limit': '2400',
    'x-user-limit-24hour-remaining': '2399',
  })
  t.match(bad.headers, { 'x-rate-limit-remaining': '98' })
  t.equal(stranger.status, 401)
  t.match(stranger.headers, { 'x-rate-limit-limit': '100', 'x-rate-limit-reset': reset })
})

t.test('the 101st post in 15 minutes is too many, until the window ends', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const other = await lab.signIn('bob')
  for (let count = 0; count < 100; count += 1) {
    t.equal((await publish(lab, token, { text: `Post ${count}` })).status, 201)
  }
  const { status, headers, json } = await publish(lab, token, { text: 'one more' })

  t.equal(status, 429)
  t.equal(headers?.['content-type'], 'application/problem+json')
  t.match(headers, { 'x-rate-limit-remaining': '0' })
  t.strictSame(json, {
    title: 'Too Many Requests',
    detail: 'Too Many Requests',
    type: 'about:blank',
    status: 429,
  })
  t.equal((await publish(lab, other, { text: 'mine' })).status, 201)
  t.equal((await lab.call('GET', '/2/users/me', { token })).status, 200)
  lab.advance(899)
  t.equal((await publish(lab, token, { text: 'one more' })).status, 429)
  lab.advance(1)
  t.equal((await publish(lab, token, { text: 'one more' })).status, 201)
})

t.test('2,400 posts in a day are enough', async (t) => {
  const lab = createLab()
  const statuses = new Set<number>()
  for (let quarter = 0; quarter < 24; quarter += 1) {
    const token = await lab.signIn('repeat_bot')
    for (let count = 0; count < 100; count += 1) {
      statuses.add((await publish(lab, token, { text: 'x' })).status)
    }
    lab.advance(900)
  }
  const token = await lab.signIn('repeat_bot')
  const { status, headers } = await publish(lab, token, { text: 'x' })

  t.strictSame([...statuses], [201])
  t.equal(status, 429)
  t.match(headers, { 'x-rate-limit-remaining': '100', 'x-user-limit-24hour-remaining': '0' })
})
