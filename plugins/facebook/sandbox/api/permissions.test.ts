import t from 'tap'
import { emulator } from '../index.ts'
import { createLab, get, post } from '../support/lab.ts'

t.test('a person’s token publishes nothing', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const asPerson = { ...page, token: page.person }
  t.match(await post(lab, asPerson, 'feed', { message: 'x' }), {
    status: 403,
    json: { error: { code: 200, message: /publish_actions/ } },
  })
  t.match(await post(lab, asPerson, 'photos', { url: 'https://example.com/a.jpg' }), {
    status: 401,
    json: { error: { code: 190, error_subcode: 2069032 } },
  })
})

t.test('each missing permission has its own words', async (t) => {
  const missing: Readonly<Record<string, number>> = {
    pages_manage_posts: 200,
    pages_read_engagement: 283,
  }
  for (const [scope, code] of Object.entries(missing)) {
    const lab = createLab()
    const scopes = ['pages_show_list', 'pages_manage_posts', 'pages_read_engagement']
    const left = scopes.filter((one) => one !== scope).join(',')
    const page = await lab.signIn('alice', { sandbox_scopes: left })
    t.match(await post(lab, page, 'feed', { message: 'x' }), {
      status: 403,
      json: { error: { code } },
    })
  }
  const lab = createLab()
  const blind = await lab.signIn('alice', { sandbox_scopes: 'pages_show_list' })
  t.match((await get(lab, blind, 'me/published_posts')).json, { error: { code: 10 } })
})

t.test('the beginning of a handle says what its pages may not', async (t) => {
  const handles: Readonly<Record<string, object>> = {
    analyst_ann: { code: 200 },
    blocked_bob: { code: 368 },
    limited_lea: { code: 368, error_subcode: 1404112 },
    unauthorized_uma: { code: 200, error_subcode: 1404078 },
    unidentified_ute: { code: 200, error_subcode: 4854002 },
  }
  for (const [handle, error] of Object.entries(handles)) {
    const lab = createLab()
    const page = await lab.signIn(handle)
    t.match((await post(lab, page, 'feed', { message: 'x' })).json, { error }, handle)
    t.equal(emulator.published(lab.context).length, 0)
  }
})

t.test('another page’s things do not exist', async (t) => {
  const lab = createLab()
  const alice = await lab.signIn('alice')
  const bob = await lab.signIn('bob')
  const made = await post(lab, alice, 'feed', { message: 'mine' })
  const { id } = made.json as { id: string }
  t.match(await post(lab, { ...alice, token: bob.token }, 'feed', { message: 'x' }), {
    json: { error: { code: 100, error_subcode: 33, type: 'GraphMethodException' } },
  })
  t.match((await get(lab, bob, id)).json, { error: { code: 100, error_subcode: 33 } })
  t.match(await lab.call('DELETE', `/v25.0/${id}`, { token: bob.token }), {
    json: { error: { code: 100, error_subcode: 33 } },
  })
})

t.test('a page whose tick was taken away is out of reach', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  await lab.signIn('alice', { sandbox_pages: 'alice-shop' })
  t.match((await post(lab, page, 'feed', { message: 'x' })).json, { error: { code: 10 } })
})

t.test('a page tells its token to its own person', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const asPerson = { ...page, token: page.person }
  t.match((await get(lab, asPerson, `${page.id}?fields=access_token,name`)).json, {
    access_token: page.token,
    name: 'Alice Page',
  })
  t.match((await get(lab, page, 'me')).json, { id: page.id, name: 'Alice Page' })
  t.match((await get(lab, page, 'me/permissions')).json, { error: { code: 100 } })
})

t.test('who removes the app has Facebook tell so, signed', async (t) => {
  const lab = createLab()
  await lab.signIn('removesapp_rob')
  lab.advance(60)
  t.match(lab.webhooks, [
    {
      body: /^signed_request=/,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
  ])
})
