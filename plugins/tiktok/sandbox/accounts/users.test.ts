import t from 'tap'
import { at, createLab, textAt } from '../support/lab.ts'
import { uploadVideo } from '../support/publish.ts'

const everything =
  'open_id,union_id,avatar_url,display_name,username,profile_deep_link,is_verified,follower_count,video_count,likes_count'

t.test('an account tells the asked fields of itself, in the envelope', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('Demo_Brand')
  const { json } = await lab.call('GET', `/v2/user/info/?fields=${everything}`, { token })

  t.match(json, { error: { code: 'ok', message: '', log_id: /^\d{14}[0-9A-F]{18}$/ } })
  t.match(at(json, 'data', 'user'), { display_name: 'Demo Brand', username: 'Demo_Brand' })
  t.same(
    Object.keys(at(json, 'data', 'user') as object).toSorted(),
    everything.split(',').toSorted(),
  )
})

t.test('a handle is always the same person, to each app another open_id', async (t) => {
  const lab = createLab()
  async function ids(token: string): Promise<unknown> {
    const { json } = await lab.call('GET', '/v2/user/info/?fields=open_id,union_id', { token })
    return at(json, 'data', 'user')
  }
  const mine = await ids(await lab.signIn('alice'))

  t.strictSame(await ids(await lab.signIn('ALICE')), mine)
  const through = await ids(await lab.signIn('alice', 'user.info.basic', 'sandbox-unaudited'))
  t.equal(at(through, 'union_id'), at(mine, 'union_id'))
  t.not(at(through, 'open_id'), at(mine, 'open_id'))
})

t.test('a field needs its scope, must exist, and must be asked for', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice', 'user.info.basic')
  const asked: [string, string][] = [
    ['open_id', 'ok'],
    ['open_id,username', 'scope_not_authorized'],
    ['follower_count', 'scope_not_authorized'],
    ['open_id,shoe_size', 'invalid_param'],
    ['', 'invalid_param'],
  ]
  for (const [fields, code] of asked) {
    const { json } = await lab.call('GET', `/v2/user/info/?fields=${fields}`, { token })
    t.equal(at(json, 'error', 'code'), code, fields)
  }
})

t.test('videos and likes are counted', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  await uploadVideo(lab, token)
  lab.advance(7000)
  const { json } = await lab.call('GET', '/v2/user/info/?fields=video_count,likes_count', { token })

  t.equal(at(json, 'data', 'user', 'video_count'), 1)
  t.ok(Number(at(json, 'data', 'user', 'likes_count')) > 0)
})

t.test('the address of an avatar works for two hours', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const { json } = await lab.call('GET', '/v2/user/info/?fields=avatar_url', { token })
  const address = textAt(json, 'data', 'user', 'avatar_url').replace('http://127.0.0.1:4300/', '')

  t.equal((await lab.call('GET', address)).status, 200)
  lab.advance(7200)
  t.equal((await lab.call('GET', address)).status, 403)
})
