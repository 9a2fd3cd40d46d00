import t from 'tap'
import { emulator } from '../index.ts'
import { at, createLab, get, madeId, png, post, stagedPhoto, textAt } from '../support/lab.ts'

t.test('a text becomes a post, which is listed, readable and on the wall', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const id = await madeId(post(lab, page, 'feed', { message: 'Hello, world' }))
  t.match(id, new RegExp(`^${page.id}_122\\d{15}$`))
  const fields = 'id,message,created_time,permalink_url,is_published,attachments'
  const listed = await get(lab, page, `${page.id}/published_posts?fields=${fields}`)
  t.match(at(listed.json, 'data'), [
    { id, message: 'Hello, world', created_time: '2026-11-22T12:00:00+0000', is_published: true },
  ])
  t.notOk(at(listed.json, 'data', 0, 'attachments'))
  t.match((await get(lab, page, id)).json, { id, message: 'Hello, world' })
  t.match(emulator.published(lab.context), [
    {
      network: 'facebook',
      id,
      kind: 'post',
      text: 'Hello, world',
      account: { username: 'alice-page', displayName: 'Alice Page' },
      publishedAt: '2026-11-22T12:00:00.000Z',
    },
  ])
})

t.test('fields may be asked for at once', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const { json } = await post(lab, page, 'feed', { message: 'x', fields: 'id,permalink_url' })
  t.strictSame(Object.keys(json as object), ['permalink_url', 'id'])
})

t.test('the same text twice running is refused with 506, until it is deleted', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const first = await madeId(post(lab, page, 'feed', { message: 'again' }))
  t.match(await post(lab, page, 'feed', { message: 'again' }), {
    status: 400,
    json: { error: { code: 506, message: '(#506) Duplicate status message' } },
  })
  t.equal(emulator.published(lab.context).length, 1)
  await lab.call('DELETE', `/v25.0/${first}`, { token: page.token })
  t.equal((await post(lab, page, 'feed', { message: 'again' })).status, 200)
  t.equal((await post(lab, page, 'feed', { message: 'other' })).status, 200)
  t.equal((await post(lab, page, 'feed', { message: 'again' })).status, 200, 'not twice running')
})

t.test('nothing saves a repeating handle from posting twice', async (t) => {
  const lab = createLab()
  const page = await lab.signIn('repeat_rita')
  for (let count = 0; count < 3; count += 1) await post(lab, page, 'feed', { message: 'same' })
  t.equal(emulator.published(lab.context).length, 3)
})

t.test('links: a card on the wall; facebook.com and unreachable ones are refused', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const id = await madeId(post(lab, page, 'feed', { link: 'https://example.com/a' }))
  t.match((await get(lab, page, `${id}?fields=attachments{media_type,url}`)).json, {
    attachments: { data: [{ media_type: 'link', url: 'https://example.com/a' }] },
  })
  t.match(emulator.published(lab.context)[0]?.link, { url: 'https://example.com/a' })
  const refused: Readonly<Record<string, number>> = {
    'https://www.facebook.com/x': 1609008,
    'https://nobody.invalid/': 1609005,
    'http://127.0.0.1/x': 1609005,
  }
  for (const [link, subcode] of Object.entries(refused)) {
    t.match((await post(lab, page, 'feed', { link })).json, {
      error: { code: 100, error_subcode: subcode },
    })
  }
  t.match((await post(lab, page, 'feed', { link: 'not a link' })).json, { error: { code: 100 } })
})

t.test('several photos are staged unseen, then shown by one post', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const ids = [await stagedPhoto(lab, page, png(4, 4)), await stagedPhoto(lab, page, png(5, 5))]
  t.equal(emulator.published(lab.context).length, 0)
  const id = await madeId(
    post(lab, page, 'feed', {
      message: 'two',
      'attached_media[0]': JSON.stringify({ media_fbid: ids[0] }),
      'attached_media[1]': JSON.stringify({ media_fbid: ids[1] }),
    }),
  )
  const fields = 'attachments{media_type,target{id},subattachments}'
  const { json } = await get(lab, page, `${id}?fields=${fields}`)
  t.match(at(json, 'attachments', 'data', 0), {
    media_type: 'album',
    subattachments: { data: [{ target: { id: ids[0] } }, { target: { id: ids[1] } }] },
  })
  t.match(emulator.published(lab.context), [{ media: [{ id: ids[0] }, { id: ids[1] }] }])
  const again = JSON.stringify(ids.map((media_fbid) => ({ media_fbid })))
  t.match((await post(lab, page, 'feed', { attached_media: again })).json, {
    error: { code: 100, error_subcode: 1366051 },
  })
})

t.test('attached_media: only photos of the page, each once, no more than ten', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const other = await lab.signIn('bob')
  const foreign = await stagedPhoto(lab, other, png(4, 4))
  const own = await stagedPhoto(lab, page, png(4, 4))
  const wrong = [
    [foreign],
    ['1'],
    [own, own],
    Array.from({ length: 11 }, (_, index) => String(index)),
  ]
  for (const ids of wrong) {
    const attached = JSON.stringify(ids.map((media_fbid) => ({ media_fbid })))
    const answer = await post(lab, page, 'feed', { message: 'x', attached_media: attached })
    t.match(answer.json, { error: { code: 100 } })
  }
  const unreadable = await post(lab, page, 'feed', { message: 'x', attached_media: 'photo' })
  t.match(unreadable.json, { error: { code: 100 } })
  t.equal(emulator.published(lab.context).length, 0)
})

t.test('a staged photo dies after a day unless it is used', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const id = await stagedPhoto(lab, page, png(4, 4))
  lab.advance(24 * 60 * 60)
  const attached = JSON.stringify([{ media_fbid: id }])
  t.match((await post(lab, page, 'feed', { attached_media: attached })).json, {
    error: { code: 100 },
  })
})

t.test('an empty post, an overlong one and wrong parameters change nothing', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const wrong: readonly Readonly<Record<string, string>>[] = [
    {},
    { message: 'a'.repeat(63_207) },
    { message: 'x', published: 'perhaps' },
    { message: 'x', place: '5' },
    { message: 'x', tags: '123456' },
    { message: 'x', targeting: '{"moon":true}' },
    { message: 'x', targeting: '{"geo_locations":{"countries":["Germany"]}}' },
    { message: 'x', text_format_preset_id: 'red' },
    { message: 'a'.repeat(131), text_format_preset_id: '106018623298955' },
    { message: 'x', call_to_action: 'SHOP_NOW' },
    { message: 'x', child_attachments: '[{"link":"https://example.com"}]' },
    { message: 'x', scheduled_publish_time: '1795000000' },
    { message: 'x', published: 'false', unpublished_content_type: 'SCHEDULED' },
  ]
  for (const form of wrong) {
    t.match(await post(lab, page, 'feed', form), { status: 400, json: { error: { code: 100 } } })
  }
  t.equal(emulator.published(lab.context).length, 0)
  t.equal((await post(lab, page, 'feed', { message: 'a'.repeat(63_206) })).status, 200)
})

t.test('place, audience and colour show on the wall', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const found = await get(lab, page, 'pages/search?q=brandenburg&fields=id,name,location')
  const place = textAt(found.json, 'data', 0, 'id')
  await post(lab, page, 'feed', {
    message: 'here',
    place,
    targeting: '{"geo_locations":{"countries":["DE"]}}',
    text_format_preset_id: '106018623298955',
  })
  t.match(emulator.published(lab.context)[0]?.labels, {
    at: 'Brandenburg Gate',
    audience: 'DE',
    background: 'coloured',
  })
})

t.test('a scheduled post waits, can be moved, and goes live by itself', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const now = lab.context.now().getTime() / 1000
  const schedule = (seconds: number) =>
    post(lab, page, 'feed', {
      message: 'later',
      published: 'false',
      scheduled_publish_time: String(now + seconds),
      unpublished_content_type: 'SCHEDULED',
    })
  t.match((await schedule(599)).json, { error: { code: 100 } })
  t.match((await schedule(31 * 24 * 60 * 60)).json, { error: { code: 100 } })
  const id = await madeId(schedule(600))
  t.match((await get(lab, page, 'me/scheduled_posts?fields=id,scheduled_publish_time')).json, {
    data: [{ id, scheduled_publish_time: now + 600 }],
  })
  t.equal(emulator.published(lab.context).length, 0)
  const form = { scheduled_publish_time: String(now + 900) }
  await lab.call('POST', `/v25.0/${id}`, { token: page.token, form })
  lab.advance(899)
  t.equal(emulator.published(lab.context).length, 0)
  lab.advance(1)
  t.match(emulator.published(lab.context), [{ id }])
  t.strictSame((await get(lab, page, 'me/scheduled_posts')).json, { data: [] })
})

t.test('a draft is published by is_published, and once is as good as twice', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const draft = { message: 'soon', published: 'false', unpublished_content_type: 'DRAFT' }
  const id = await madeId(post(lab, page, 'feed', draft))
  t.match((await get(lab, page, `${id}?fields=is_published`)).json, { is_published: false })
  for (let count = 0; count < 2; count += 1) {
    const form = { is_published: 'true' }
    t.match(await lab.call('POST', `/v25.0/${id}`, { token: page.token, form }), {
      json: { success: true },
    })
  }
  t.equal(emulator.published(lab.context).length, 1)
})

t.test('lists are cut by since and until, and lag under delayed_visibility', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  await post(lab, page, 'feed', { message: 'early' })
  lab.advance(100)
  const now = Math.floor(lab.context.now().getTime() / 1000)
  lab.arm('delayed_visibility', 'create_post')
  const id = await madeId(post(lab, page, 'feed', { message: 'late' }))
  const list = async () => {
    const { json } = await get(lab, page, `me/published_posts?since=${now}&until=${now + 60}`)
    return at(json, 'data')
  }
  t.strictSame(await list(), [])
  t.equal((await get(lab, page, id)).status, 200, 'it can be read all the while')
  lab.advance(30)
  t.match(await list(), [{ id, message: 'late' }])
})

t.test('what the texts say is refused with the number that they name', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  for (const [number, error] of Object.entries({
    '1': { code: 1 },
    '2': { code: 2, is_transient: true },
    '32': { code: 32 },
    '341': { code: 341 },
    '368': { code: 368 },
    '613': { code: 613, error_subcode: 1996 },
    '1346003': { error_subcode: 1346003 },
    '1349125': { error_subcode: 1349125 },
    '1404102': { error_subcode: 1404102 },
    '1609010': { error_subcode: 1609010, is_transient: true },
  })) {
    const answer = await post(lab, page, 'feed', { message: `sandbox-error-${number}` })
    t.match(answer.json, { error }, number)
  }
  t.equal(emulator.published(lab.context).length, 0)
})

t.test('too many posts in a short time are too fast', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  for (let count = 0; count < 100; count += 1) {
    await post(lab, page, 'feed', { message: `post ${count}` })
  }
  t.match((await post(lab, page, 'feed', { message: 'one more' })).json, {
    error: { code: 368, error_subcode: 1390008 },
  })
  lab.advance(600)
  t.equal((await post(lab, page, 'feed', { message: 'one more' })).status, 200)
})
