import t from 'tap'
import { createHmac } from 'node:crypto'
import { accountNamed, accountOf } from '../accounts/account.ts'
import {
  at,
  authorizeQuery,
  callback,
  codeFor,
  createLab,
  redeem,
  shortTokenOf,
  textAt,
  type Lab,
} from '../support/lab.ts'
import { instagramApp } from './apps.ts'

const page = 'www.instagram.com/oauth/authorize'

async function location(lab: Lab, replaced: Readonly<Record<string, string>>): Promise<string> {
  const answer = await lab.call('GET', `${page}?${authorizeQuery(replaced)}`)
  return answer.headers?.['location'] ?? ''
}

async function exchange(lab: Lab, token: string, secret: string = instagramApp.secret) {
  const query = new URLSearchParams({
    grant_type: 'ig_exchange_token',
    client_secret: secret,
    access_token: token,
  })
  return await lab.call('GET', `/access_token?${query.toString()}`)
}

async function refresh(lab: Lab, token: string) {
  const query = new URLSearchParams({ grant_type: 'ig_refresh_token', access_token: token })
  return await lab.call('GET', `/refresh_access_token?${query.toString()}`)
}

t.test('the consent page shows permissions to untick and accounts to choose', async (t) => {
  const lab = createLab()
  const { status, html } = await lab.call('GET', `${page}?${authorizeQuery({})}`)

  t.equal(status, 200)
  t.match(html, /instagram_business_content_publish/)
  t.match(html, /name="sandbox_approve" value="demo\.brand"/)
})

t.test('the form of the page sends a typed handle with what stayed ticked', async (t) => {
  const lab = createLab()
  const back = await location(lab, { sandbox_approve: '', sandbox_handle: 'Typed.Handle' })
  const none = await lab.call('GET', `${page}?${authorizeQuery({ sandbox_approve: '' })}`)
  await redeem(lab, new URL(back).searchParams.get('code') ?? '')

  t.ok(accountNamed(lab.context, 'typed.handle'))
  t.equal(none.status, 400)
})

t.test('an approval comes back with code, state, and the odd fragment', async (t) => {
  const lab = createLab()
  const back = await location(lab, { sandbox_approve: 'alice' })

  t.match(back, /^http:\/\/127\.0\.0\.1:3000\/callback\?code=AQ[^&]+&state=a-state#_$/)
})

t.test('a refusal comes back in the words of the network', async (t) => {
  const lab = createLab()
  const query = new URL(await location(lab, { sandbox_cancel: '1' })).searchParams

  t.equal(query.get('error'), 'access_denied')
  t.equal(query.get('error_reason'), 'user_denied')
  t.equal(query.get('state'), 'a-state')
  t.equal(query.get('code'), null)
})

t.test('a wrong request is told on the page and goes nowhere', async (t) => {
  const lab = createLab()
  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['client_id', 'somebody', /client_id/],
    ['redirect_uri', '/callback', /redirect_uri/],
    ['response_type', 'token', /response_type/],
    ['scope', 'business_basic', /there is no &quot;business_basic&quot;/],
    ['scope', 'instagram_business_content_publish', /instagram_business_basic/],
    ['force_reauth', 'perhaps', /force_reauth/],
  ]
  for (const [name, value, reason] of wrong) {
    const query = authorizeQuery({ [name]: value, sandbox_approve: 'alice' })
    const { status, html } = await lab.call('GET', `${page}?${query}`)
    t.equal(status, 400, name)
    t.match(html, reason)
  }
})

t.test('scopes may be parted by spaces, and unticked', async (t) => {
  const lab = createLab()
  const asked = 'instagram_business_basic instagram_business_content_publish'
  const back = await location(lab, {
    scope: asked,
    sandbox_scopes: 'instagram_business_basic',
    sandbox_approve: 'alice',
  })
  const { json } = await redeem(lab, new URL(back).searchParams.get('code') ?? '')
  const granted = at(json, 'permissions') ?? at(json, 'data', 0, 'permissions')

  t.equal(String(granted), 'instagram_business_basic')
})

t.test('a personal account cannot finish the login', async (t) => {
  const lab = createLab()
  const query = authorizeQuery({ sandbox_approve: 'personal.demo' })
  const { status, html, headers } = await lab.call('GET', `${page}?${query}`)

  t.equal(status, 200)
  t.equal(headers, undefined)
  t.match(html, /personal account/)
})

t.test('the token comes in two shapes, one with an id that no double holds', async (t) => {
  const lab = createLab()
  const seen = new Set<string>()
  for (let count = 0; count < 24; count += 1) {
    const handle = `shape${count}`
    const { status, json } = await redeem(lab, await codeFor(lab, handle))
    const text = JSON.stringify(json)
    const { id } = accountOf(lab.context, handle)
    t.equal(status, 200)
    if (at(json, 'data') !== undefined) {
      seen.add('documented')
      t.match(at(json, 'data', 0), { user_id: id, permissions: /^instagram_business_basic,/ })
    } else {
      seen.add(Array.isArray(at(json, 'permissions')) ? 'flat with a list' : 'flat with text')
      t.match(text, `"user_id":${id},`)
      t.not(String(Number(id)), id)
    }
  }
  t.strictSame([...seen].toSorted(), ['documented', 'flat with a list', 'flat with text'])
})

t.test('a code works once, for an hour, and with its own redirect_uri', async (t) => {
  const lab = createLab()
  const used = await codeFor(lab, 'alice')
  await redeem(lab, used)
  const twice = await redeem(lab, used)
  const old = await codeFor(lab, 'alice')
  lab.advance(3600)
  const other = await codeFor(lab, 'alice')

  const unknown = {
    error_type: 'OAuthException',
    code: 400,
    error_message: 'Matching code was not found or was already used',
  }
  t.strictSame(twice, { status: 400, json: unknown })
  t.strictSame((await redeem(lab, old)).json, unknown)
  t.match(await redeem(lab, other, { redirect_uri: `${callback}/` }), {
    status: 400,
    json: { error_message: /redirect_uri is identical/ },
  })
})

t.test('the token endpoint reads forms alone, and every field of them', async (t) => {
  const lab = createLab()
  const code = await codeFor(lab, 'alice')
  const json = { client_id: instagramApp.id, client_secret: instagramApp.secret, code }
  const asJson = await lab.call('POST', 'api.instagram.com/oauth/access_token', { json })

  t.match(asJson, { status: 400, json: { error_message: 'Missing required field client_id' } })
  t.match((await redeem(lab, code, { client_secret: 'x' })).json, {
    error_message: 'Error validating client secret.',
  })
  t.equal((await redeem(lab, code)).status, 200)
})

t.test('a short token becomes a long one while it lives', async (t) => {
  const lab = createLab()
  const short = await shortTokenOf(lab, 'alice')
  const long = await exchange(lab, short)
  const again = await exchange(lab, textAt(long.json, 'access_token'))
  const wrong = await exchange(lab, short, 'guessed')
  lab.advance(3600)

  t.match(long, { status: 200, json: { token_type: 'bearer', expires_in: 5_183_944 } })
  t.match(again.json, { error: { code: 100 } })
  t.match(wrong.json, { error: { code: 100 } })
  t.notMatch(JSON.stringify(wrong.json), /guessed/)
  t.match(await exchange(lab, short), { json: { error: { code: 190, error_subcode: 463 } } })
})

t.test('a long token is refreshed from its second day until it expires', async (t) => {
  const lab = createLab()
  const { token } = await lab.signIn('alice')
  lab.advance(24 * 60 * 60 - 1)
  const early = await refresh(lab, token)
  lab.advance(1)
  const first = await refresh(lab, token)
  lab.advance(59 * 24 * 60 * 60)
  const fresh = textAt(first.json, 'access_token')
  const second = await refresh(lab, fresh)

  t.match(early.json, { error: { code: 100, message: /24 hours/ } })
  t.match(first.json, { expires_in: 5_183_944, permissions: /instagram_business_basic/ })
  t.not(fresh, token)
  t.equal(second.status, 200)
  t.match((await refresh(lab, token)).json, { error: { code: 190, error_subcode: 463 } })
  t.match((await lab.call('GET', '/v25.0/me', { token })).json, { error: { code: 190 } })
})

t.test('me gives user_id for paths, and an id that no path takes', async (t) => {
  const lab = createLab()
  const { token, id } = await lab.signIn('creator.alice')
  const fields = 'user_id,username,name,account_type,followers_count'
  const me = await lab.call('GET', `/v25.0/me?fields=${fields}`, { token })
  const scoped = textAt(me.json, 'id')
  const byScoped = await lab.call('GET', `/v25.0/${scoped}/media`, { token })

  t.match(me.json, { user_id: id, username: 'creator.alice', account_type: 'Media_Creator' })
  t.match(id, /^17841\d{12}$/)
  t.not(scoped, id)
  t.match(byScoped.json, { error: { code: 100, error_subcode: 33 } })
})

t.test('what was not granted is refused by name', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice', 'instagram_business_basic')
  const { status, json } = await lab.post(who, `${who.id}/media`, {})

  t.equal(status, 403)
  t.match(json, { error: { code: 10, message: /instagram_business_content_publish/ } })
})

t.test('a dead version, an unknown field and no token are refused', async (t) => {
  const lab = createLab()
  const { token } = await lab.signIn('alice')

  t.equal((await lab.call('GET', '/v12.0/me', { token })).status, 400)
  t.match((await lab.call('GET', '/v25.0/me?fields=shoe_size', { token })).json, {
    error: { code: 100, message: /nonexisting field \(shoe_size\)/ },
  })
  t.equal((await lab.call('GET', '/v25.0/me')).status, 401)
})

t.test('removing the app kills the tokens and tells the app with a signed request', async (t) => {
  const lab = createLab()
  const { token, id } = await lab.signIn('alice')
  const removed = await lab.call(
    'GET',
    'www.instagram.com/accounts/manage_access?sandbox_remove=alice',
  )
  const form = new URLSearchParams(lab.webhooks[0]?.body)
  const [signature = '', payload = ''] = (form.get('signed_request') ?? '').split('.')
  const told: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())

  t.equal(removed.status, 200)
  t.match((await lab.call('GET', '/v25.0/me', { token })).json, {
    error: { code: 190, error_subcode: 458 },
  })
  t.match(told, { user_id: id, algorithm: 'HMAC-SHA256' })
  const right = createHmac('sha256', instagramApp.secret).update(payload).digest('base64url')
  t.equal(signature, right)
})

t.test(
  'what happens to a person a minute later kills the token, until it consents again',
  async (t) => {
    const lab = createLab()
    for (const [handle, subcode] of [
      ['removesapp.demo', 458],
      ['checkpoint.demo', 459],
      ['changespassword.demo', 460],
    ] as const) {
      const { token } = await lab.signIn(handle)
      const before = await lab.call('GET', '/v25.0/me', { token })
      lab.advance(60)
      const after = await lab.call('GET', '/v25.0/me', { token })
      const refreshed = await refresh(lab, token)
      const again = await lab.signIn(handle)

      t.equal(before.status, 200)
      t.match(after.json, { error: { code: 190, error_subcode: subcode } })
      t.match(refreshed.json, { error: { code: 190, error_subcode: subcode } })
      t.equal((await lab.get(again, 'me')).status, 200)
    }
  },
)

t.test('converts… is a personal account after a minute', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('converts.demo')
  const before = await lab.get(who, 'me/media')
  lab.advance(60)

  t.equal(before.status, 200)
  t.match((await lab.get(who, 'me/media')).json, {
    error: { code: 10, message: /not an Instagram Business/ },
  })
})

t.test('a handle is always the same account', async (t) => {
  const first = await createLab().signIn('Alice')
  const second = await createLab().signIn('alice')

  t.equal(first.id, second.id)
})
