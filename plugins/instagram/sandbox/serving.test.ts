import { controlOf, sentCode, serveFiles } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import t from 'tap'
import { emulator } from './index.ts'
import { instagramApp } from './oauth/apps.ts'
import { jpeg } from './support/files.ts'
import { at, authorizeQuery, callback, textAt } from './support/lab.ts'

/** Whose id comes as a bare number. */
const flatHandle = 'flat.demo'

const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
t.teardown(() => sandbox.close())

/** A request to an emulated host, with its answer's text. */
async function ask(
  method: string,
  address: string,
  form?: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string; readonly json: unknown }> {
  const response = await fetch(`${sandbox.url}/${address}`, {
    method,
    redirect: 'manual',
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  return { status: response.status, text, json: isJson ? (JSON.parse(text) as unknown) : undefined }
}

/** The answer of the token endpoint after a walk through the consent. */
async function login(handle: string) {
  const query = authorizeQuery({ sandbox_approve: handle })
  const consent = await fetch(`${sandbox.url}/www.instagram.com/oauth/authorize?${query}`, {
    redirect: 'manual',
  })
  return await ask('POST', 'api.instagram.com/oauth/access_token', {
    client_id: instagramApp.id,
    client_secret: instagramApp.secret,
    grant_type: 'authorization_code',
    redirect_uri: callback,
    code: sentCode(consent),
  })
}

async function tokenOf(handle: string): Promise<string> {
  const { json } = await login(handle)
  const flat = at(json, 'access_token')
  return typeof flat === 'string' ? flat : textAt(json, 'data', 0, 'access_token')
}

t.test('the bare number of the flat shape keeps all its digits on the wire', async (t) => {
  const { text, json } = await login(flatHandle)
  const token = textAt(json, 'access_token')
  const me = await ask('GET', `graph.instagram.com/v25.0/me?fields=user_id&access_token=${token}`)
  const id = textAt(me.json, 'user_id')

  t.match(text, `"user_id":${id},`)
  t.not(String(at(json, 'user_id')), id)
})

t.test(
  'a post goes from a served file to the wall, and a lost reply leaves one post',
  async (t) => {
    const files = await serveFiles(t, { 'a.jpg': jpeg(1080, 1080) })
    const access_token = await tokenOf('served')
    const base = 'graph.instagram.com/v25.0'
    const image_url = `${files}/a.jpg`
    const made = await ask('POST', `${base}/me/media`, {
      access_token,
      image_url,
      caption: 'Served',
    })
    const id = textAt(made.json, 'id')
    const state = async () =>
      (await ask('GET', `${base}/${id}?fields=status_code&access_token=${access_token}`)).json
    const states = [await state(), await state()]
    await controlOf(sandbox.url)('POST', 'faults', {
      network: 'instagram',
      operation: 'publish',
      fault: 'lose_reply_after_commit',
      account: 'served',
    })
    const publishing = ask('POST', `${base}/me/media_publish`, { access_token, creation_id: id })
    await t.rejects(publishing)
    const list = await ask('GET', `${base}/me/media?fields=caption&access_token=${access_token}`)
    const wall = await ask('GET', '_control/published?network=instagram&account=served')

    t.match(states, [{ status_code: 'IN_PROGRESS' }, { status_code: 'FINISHED' }])
    t.match(await state(), { status_code: 'PUBLISHED' })
    t.match(at(list.json, 'data'), { length: 1, 0: { caption: 'Served' } })
    t.match(at(wall.json, 'data'), { length: 1, 0: { text: 'Served', kind: 'post' } })
  },
)

t.test('what does not exist is refused in the words of the network', async (t) => {
  const { status, json } = await ask('GET', 'graph.instagram.com/v25.0/a/b/c/d')

  t.equal(status, 400)
  t.match(json, { error: { message: /Unknown path components/, code: 2500 } })
})
