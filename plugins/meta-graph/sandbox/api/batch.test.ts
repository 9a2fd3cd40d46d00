import { at, textAt, type Lab } from '@t21/plugin-kit/sandbox/testing'
import t from 'tap'
import { app, createLab } from '../support/lab.ts'
import { longToken } from '../testing/index.ts'

/** A batch with the token of a person. */
async function signedIn(handle = 'alice') {
  const lab = createLab()
  const token = await longToken(lab, app, handle)
  return { lab, token, send: (batch: unknown, more = {}) => send(lab, token, batch, more) }
}

const send = (lab: Lab, token: string, batch: unknown, more = {}) =>
  lab.call('POST', '/v25.0/', {
    form: { access_token: token, batch: JSON.stringify(batch), ...more },
  })

const get = (relative_url: string) => ({ method: 'GET', relative_url })

t.test('each operation has its own answer, in order, with its body as text', async (t) => {
  const { send } = await signedIn()
  const { status, json } = await send([
    get('me/accounts?fields=name&limit=1'),
    get('nowhere/at/all'),
    get('/me/permissions'),
  ])
  t.equal(status, 200)
  t.match(json, [
    { code: 200, headers: [{ name: 'content-type' }], body: /^\{"data":\[\{"name":/ },
    { code: 400, body: /"error"/ },
    { code: 200, body: /pages_show_list/ },
  ])
})

t.test('the headers may be left out', async (t) => {
  const { send } = await signedIn()
  const { json } = await send([get('me/permissions')], { include_headers: 'false' })
  t.strictSame(Object.keys(at(json, 0) as object), ['code', 'body'])
})

t.test('a batch has fifty operations at most, and one at least', async (t) => {
  const { send } = await signedIn()
  const many = (count: number) => send(Array.from({ length: count }, () => get('me/permissions')))
  t.equal((await many(50)).status, 200)
  t.match((await many(51)).json, { error: { code: 100, message: /Too many requests in batch/ } })
  t.match((await many(0)).json, { error: { code: 100 } })
  t.match((await send({ method: 'GET' })).json, { error: { code: 100 } })
})

t.test(
  'an operation that is wrong in itself spoils the batch before anything is done',
  async (t) => {
    const { lab, send } = await signedIn()
    const wrong = [
      get(''),
      get('https://graph.facebook.com/v25.0/me/permissions'),
      get('//graph.facebook.com/me'),
      { method: 'PATCH', relative_url: 'me' },
      { relative_url: 'me' },
      { method: 'GET', relative_url: 'me', body: 'a=b' },
      { method: 'POST', relative_url: 'me', body: { a: 'b' } },
      'me',
      null,
    ]
    for (const operation of wrong) {
      const revoke = { method: 'DELETE', relative_url: 'me/permissions' }
      const { status, json } = await send([revoke, operation])
      t.match({ status, json }, { status: 400, json: { error: { code: 100 } } })
    }
    t.equal((await send([get('me/permissions')])).status, 200, 'nobody was signed out')
    t.ok(lab)
  },
)

t.test(
  'an operation may bring a token of its own; without any token there is no batch',
  async (t) => {
    const { lab, send, token } = await signedIn()
    const { json } = await send([get('me/permissions?access_token=wrong'), get('me/permissions')])
    t.match(json, [{ code: 401, body: /"code":190/ }, { code: 200 }])
    const batch = JSON.stringify([get('me/permissions')])
    const bare = await lab.call('POST', '/v25.0/', { form: { batch } })
    t.match(bare.json, { error: { code: 104 } })
    const bearer = await lab.call('POST', '/v25.0/', { form: { batch }, token })
    t.equal(bearer.status, 200)
  },
)

t.test('each operation counts as a call, and one above the limit is refused alone', async (t) => {
  const { send } = await signedIn('busy_bee')
  const reads = Array.from({ length: 25 }, () => get('me/permissions'))
  const { status, json } = await send(reads)
  t.equal(status, 200)
  const codes = reads.map((_, index) => at(json, index, 'code'))
  t.equal(codes.indexOf(403), 20)
  t.match(textAt(json, 24, 'body'), /"code":17/)
  t.match(at(json, 24, 'headers'), [{ name: 'content-type' }])
  t.match(JSON.stringify(at(json, 24, 'headers')), /x-app-usage/)
})

t.test('a batch that takes too long is done in part, and null in the rest', async (t) => {
  const { lab, send } = await signedIn()
  lab.arm('processing_slow', 'batch')
  const reads = Array.from({ length: 5 }, () => get('me/permissions'))
  const { status, json } = await send(reads)
  t.equal(status, 200)
  t.match(json, [{ code: 200 }, { code: 200 }, null, null, null])
  lab.arm('processing_failed', 'batch')
  t.match((await send(reads)).json, [{ code: 500, body: /"code":2/ }, { code: 200 }])
})
