import { exchangeWebFlowCode, getWebFlowAuthorizationUrl } from '@octokit/oauth-methods'
import { request as octokit } from '@octokit/request'
import { errorOf, sandboxAddress, sentBack } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import t from 'tap'
import { client } from './client.ts'
import { emulator } from './index.ts'

const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
t.teardown(() => sandbox.close())
const redirectUrl = 'https://t21.example/v1/auth/oauth/github/callback'
const app = { clientType: 'oauth-app' as const, clientId: client.id }

/** GitHub's own library, with the emulated hosts below their names. */
const request = octokit.defaults({
  request: {
    fetch: (url: string, init: RequestInit) => fetch(sandboxAddress(sandbox.url, url), init),
  },
})

async function sentFor(
  query: string,
  scopes: string[] = ['read:user', 'user:email'],
): Promise<URL> {
  const { url } = getWebFlowAuthorizationUrl({ ...app, redirectUrl, scopes, state: 'a-state' })
  return sentBack(
    await fetch(`${sandboxAddress(sandbox.url, url)}&${query}`, { redirect: 'manual' }),
  )
}

async function login(query: string, scopes?: string[]): Promise<string> {
  const back = await sentFor(query, scopes)
  t.equal(back.searchParams.get('state'), 'a-state')
  const { authentication } = await exchangeWebFlowCode({
    ...app,
    clientSecret: client.secret,
    code: back.searchParams.get('code') ?? '',
    redirectUrl,
    request,
  })
  return authentication.token
}

async function read(path: string, token: string): Promise<unknown> {
  return (await request(`GET ${path}`, { headers: { authorization: `Bearer ${token}` } })).data
}

t.test('octokit logs somebody in, and reads who they are', async (t) => {
  const token = await login('sandbox_approve=ada-lovelace')
  t.match(token, /^gho_\w{36}$/)
  t.match(await read('/user', token), {
    login: 'ada-lovelace',
    name: 'Ada Lovelace',
    email: null,
    id: Number,
  })
  t.match(await read('/user/emails', token), [
    { email: 'ada-lovelace@mail.example', primary: true, verified: true },
    { email: /noreply/, primary: false },
  ])
  const own = await login('sandbox_approve=unverified-eve&sandbox_email=victim@mail.example')
  t.match(await read('/user/emails', own), [{ email: 'victim@mail.example', verified: false }])
  const narrow = await login('sandbox_approve=public-grace', ['read:user'])
  t.match(await read('/user', narrow), { email: 'public-grace@mail.example' })
  t.match(await errorOf(read('/user/emails', narrow)), { status: 404 })
  t.match(await errorOf(read('/user', 'gho_nobody')), { status: 401 })
})

t.test('what is wrong with a code is said with the status 200', async (t) => {
  const code = (await sentFor('sandbox_approve=ada-lovelace')).searchParams.get('code') ?? ''
  async function exchange(
    changes: Record<string, string>,
    accept = 'application/json',
  ): Promise<Response> {
    const body = new URLSearchParams({
      client_id: client.id,
      client_secret: client.secret,
      code,
      redirect_uri: redirectUrl,
      ...changes,
    })
    const headers = { accept }
    return await fetch(sandboxAddress(sandbox.url, 'https://github.com/login/oauth/access_token'), {
      method: 'POST',
      body,
      headers,
    })
  }
  async function said(changes: Record<string, string>): Promise<unknown> {
    const response = await exchange(changes)
    t.equal(response.status, 200)
    return await response.json()
  }
  t.match(await said({ client_secret: 'x' }), { error: 'incorrect_client_credentials' })
  t.match(await said({ code: 'x' }), { error: 'bad_verification_code' })
  t.match(await said({ redirect_uri: 'https://evil.example/' }), { error: 'redirect_uri_mismatch' })
  t.match(await said({}), { error: 'bad_verification_code' }, 'an attempt uses it up')
  t.equal((await exchange({ client_id: 'x' })).status, 404)
  t.match(await (await exchange({}, '*/*')).text(), /^error=bad_verification_code&/)
  t.equal((await sentFor('sandbox_cancel=1')).searchParams.get('error'), 'access_denied')
  const challenge =
    'code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  const proved = (await sentFor(`sandbox_approve=ada&${challenge}`)).searchParams.get('code') ?? ''
  t.match(await said({ code: proved, code_verifier: 'wrong' }), { error: 'bad_verification_code' })
  const again = (await sentFor(`sandbox_approve=ada&${challenge}`)).searchParams.get('code') ?? ''
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  t.match(await said({ code: again, code_verifier: verifier }), { token_type: 'bearer' })
})

t.test('a wrong authorization request is shown to the person, and never sent back', async (t) => {
  for (const wrong of [
    'code_challenge=x',
    'code_challenge_method=plain&code_challenge=x',
    'sandbox_approve=--',
  ]) {
    t.equal((await sentFor(wrong)).href, 'x:', wrong)
  }
})
