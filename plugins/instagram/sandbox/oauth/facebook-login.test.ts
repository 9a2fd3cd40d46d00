import { longToken } from '@t21/meta-graph/sandbox/testing'
import { labRequest } from '@t21/plugin-kit/sandbox/testing'
import t from 'tap'
import { emulator } from '../index.ts'
import { servePicture, video } from '../support/files.ts'
import { at, createLab, textAt } from '../support/lab.ts'
import { container, finished, published } from '../support/publish.ts'
import { facebookApp, instagramApp } from './apps.ts'
import { facebookGraphApp } from './facebook-app.ts'

const base = 'graph.facebook.com/v25.0'
const fields =
  'fields=name,access_token,tasks,instagram_business_account{id,username,followers_count}'

t.test('pages say which professional account is linked to them, if any', async (t) => {
  const lab = createLab()
  const token = await longToken(lab, facebookGraphApp, 'alice')
  const { json } = await lab.call('GET', `${base}/me/accounts?${fields}`, { token })
  const byInstagram = await lab.signIn('alice')

  t.match(json, {
    data: [
      {
        instagram_business_account: {
          id: byInstagram.id,
          username: 'alice',
          followers_count: Number,
        },
      },
      { name: /Shop/ },
    ],
  })
  t.equal(at(json, 'data', 1, 'instagram_business_account'), undefined)
})

t.test('pages of a Business Manager are found through it alone', async (t) => {
  const lab = createLab()
  const token = await longToken(lab, facebookGraphApp, 'business.demo')
  const businesses = await lab.call('GET', `${base}/me/businesses`, { token })
  const business = textAt(businesses.json, 'data', 0, 'id')
  const owned = await lab.call('GET', `${base}/${business}/owned_pages?${fields}`, { token })

  t.match(owned.json, {
    data: [{ instagram_business_account: { username: 'business.demo.owned' } }],
  })
})

t.test('the page of a personal account has no professional account', async (t) => {
  const lab = createLab()
  const token = await longToken(lab, facebookGraphApp, 'personal.demo')
  const { json } = await lab.call('GET', `${base}/me/accounts?${fields}`, { token })

  t.equal(at(json, 'data', 0, 'instagram_business_account'), undefined)
})

t.test('a page token and its person may both publish', async (t) => {
  const lab = createLab()
  const page = await lab.signInByFacebook('alice')
  const person = { ...page, token: await longToken(lab, facebookGraphApp, 'alice') }
  const first = await published(lab, page, { caption: 'By the page' })
  const second = await published(lab, person, { caption: 'By the person' })
  const { json } = await lab.get(page, `${page.id}/media?fields=caption`)

  t.match(json, { data: [{ id: second }, { id: first, caption: 'By the page' }] })
})

t.test('without the task on the page nothing is published', async (t) => {
  const lab = createLab()
  const who = await lab.signInByFacebook('analyst.demo')
  const { status, json } = await lab.post(who, `${who.id}/media`, { image_url: servePicture(lab) })

  t.equal(status, 403)
  t.match(json, { error: { code: 200, message: /CREATE_CONTENT/ } })
})

t.test('with Facebook Login there is neither user_id nor account_type', async (t) => {
  const lab = createLab()
  const who = await lab.signInByFacebook('alice')

  t.match((await lab.get(who, `${who.id}?fields=username`)).json, { id: who.id, username: 'alice' })
  t.match((await lab.get(who, `${who.id}?fields=user_id`)).json, { error: { code: 100 } })
})

t.test('a post is deleted with Facebook Login, and only with it', async (t) => {
  const lab = createLab()
  const byFacebook = await lab.signInByFacebook('alice')
  const byInstagram = await lab.signIn('alice')
  const media = await published(lab, byInstagram)
  const remove = async (who: typeof byInstagram) =>
    await lab.call('DELETE', `${who.base}/${media}`, { token: who.token })
  const refused = await remove(byInstagram)
  const deleted = await remove(byFacebook)

  t.match(refused.json, { error: { code: 100, error_subcode: 33 } })
  t.strictSame(deleted.json, { success: true })
  t.match((await lab.get(byInstagram, media)).json, { error: { error_subcode: 33 } })
  t.strictSame(emulator.published(lab.context), [])
})

t.test('the bytes of a video may come in parts, and nothing happens without them', async (t) => {
  const lab = createLab()
  const who = await lab.signInByFacebook('alice')
  const form = { media_type: 'REELS', upload_type: 'resumable' }
  const { json } = await lab.post(who, `${who.id}/media`, form)
  const id = textAt(json, 'id')
  const uri = new URL(textAt(json, 'uri'))
  const path = uri.pathname.slice(1)
  const bytes = video({ bytes: 5000 })
  const send = async (offset: number, body: Buffer, token = who.token) =>
    await lab.call('POST', path, {
      headers: {
        authorization: `OAuth ${token}`,
        offset: String(offset),
        file_size: String(bytes.length),
      },
      raw: { type: 'application/octet-stream', body },
    })
  lab.advance(3600)
  const waiting = await lab.get(who, `${id}?fields=status_code`)
  const stranger = await send(0, bytes, 'EAAnobody')
  const part = await send(0, bytes.subarray(0, 2000))
  const gap = await send(3000, bytes.subarray(3000))
  const rest = await send(2000, bytes.subarray(2000))
  lab.advance(2)

  t.match(uri.pathname, `/rupload.facebook.com/ig-api-upload/v25.0/${id}`)
  t.match(waiting.json, { status_code: 'IN_PROGRESS' })
  t.equal(stranger.status, 401)
  t.match(part.json, { debug_info: { type: 'PartialRequestError' } })
  t.match(gap.json, { debug_info: { type: 'OffsetInvalidError' } })
  t.strictSame(rest.json, { success: true, message: 'Upload successful.' })
  t.match((await lab.get(who, `${id}?fields=status_code`)).json, { status_code: 'FINISHED' })
})

t.test('what was uploaded is held against the same rules', async (t) => {
  const lab = createLab()
  const who = await lab.signInByFacebook('alice')
  const form = { media_type: 'STORIES', upload_type: 'resumable' }
  const id = await container(lab, who, form)
  const bytes = video({ seconds: 61 })
  await lab.call('POST', `rupload.facebook.com/ig-api-upload/v25.0/${id}`, {
    headers: {
      authorization: `OAuth ${who.token}`,
      offset: '0',
      file_size: String(bytes.length),
    },
    raw: { type: 'application/octet-stream', body: bytes },
  })
  lab.advance(2)

  t.match((await lab.get(who, `${id}?fields=status`)).json, { status: /2207026/ })
})

t.test('product tags and partnerships are for Facebook Login', async (t) => {
  const lab = createLab()
  const who = await lab.signInByFacebook('alice')
  const tags = (count: number) =>
    JSON.stringify(Array.from({ length: count }, () => ({ product_id: '1', x: 0.1, y: 0.2 })))
  const image_url = servePicture(lab)
  const six = await lab.post(who, `${who.id}/media`, { image_url, product_tags: tags(6) })

  t.ok(await finished(lab, who, { image_url, product_tags: tags(5), is_paid_partnership: 'true' }))
  t.match(six.json, { error: { code: 100, error_subcode: 2207040 } })
  const video = { media_type: 'REELS', upload_type: 'resumable' }
  for (const [error_subcode, media, tag] of [
    [2207035, video, { product_id: '1', x: 0.1, y: 0.2 }],
    [2207036, { image_url }, { product_id: '1' }],
    [2207037, { image_url }, { product_id: '4041', x: 0.1, y: 0.2 }],
  ] as const) {
    const form = { ...media, product_tags: JSON.stringify([tag]) }
    const refused = await lab.post(who, `${who.id}/media`, form)
    t.match(refused.json, { error: { code: 100, error_subcode } })
  }
})

t.test("on Facebook's hosts the emulation claims what its own app began", async (t) => {
  const lab = createLab()
  const who = await lab.signInByFacebook('alice')
  const claims = (path: string, token?: string) =>
    emulator.claims?.(
      labRequest('GET', new URL(`http://${path}`), {}, token === undefined ? {} : { token }),
      lab.context,
    )

  t.equal(claims(`www.facebook.com/v25.0/dialog/oauth?client_id=${facebookApp.id}`), true)
  t.equal(claims('www.facebook.com/v25.0/dialog/oauth?client_id=1'), false)
  t.equal(claims(`${base}/me`, who.token), true)
  t.equal(claims(`${base}/me`, 'EAAsomebodyelse'), false)
  t.not(facebookApp.id, instagramApp.id)
})
