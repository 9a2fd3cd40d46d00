import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LoginAttempt, ProviderHost } from '@t21/plugin-kit'
import { Provider, type Configuration } from 'oidc-provider'
import { test } from 'tap'
import { provider as google } from './index.ts'

const issuer = 'https://accounts.google.com'
const redirectUri = 'https://api.example/v1/auth/oauth/google/callback'
const client = { clientId: 'client-of-t21', clientSecret: 'secret-of-t21' }

const refused = { message: 'The answer does not prove who you are.' }

interface Teardown {
  teardown(work: () => unknown): unknown
}

test('a real OpenID provider and the plugin understand each other', async (t) => {
  const { login, approve, asked } = await openIdProvider(t)
  const attempt = newAttempt()
  const identity = await login.finish(await approve((await login.begin(attempt)).url), attempt)
  t.same(identity, {
    subject: 'ada',
    email: 'ada@example.com',
    emailVerified: true,
    name: 'Ada Example',
    avatarUrl: null,
  })
  const second = newAttempt()
  await login.finish(await approve((await login.begin(second)).url), second)
  t.equal(asked.filter((path) => path.includes('openid-configuration')).length, 1, 'kept')
  t.equal(asked.filter((path) => path === '/jwks').length, 1, 'kept')
})

test('with the real provider, too, an answer counts once, and for its own attempt', async (t) => {
  const { login, approve } = await openIdProvider(t)
  const attempt = newAttempt()
  const answer = await approve((await login.begin(attempt)).url)
  for (const wrong of [
    { ...attempt, state: 'another' },
    { ...attempt, redirectUri: `${redirectUri}/elsewhere` },
  ]) {
    await t.rejects(login.finish(answer, wrong), refused)
  }
  const other = newAttempt()
  const theirs = await approve((await login.begin(other)).url)
  await t.rejects(login.finish(theirs, { ...other, codeVerifier: attempt.codeVerifier }), refused)
  const third = newAttempt()
  const late = await approve((await login.begin(third)).url)
  await t.rejects(login.finish(late, { ...third, nonce: 'another' }), refused)
  await t.rejects(login.finish(late, third), refused, 'the code is used')
})

/** The provider over loopback, reached under Google's name; `approve` is a person with a browser. */
async function openIdProvider(t: Teardown) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const configuration: Configuration = {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: async () => ({
        sub,
        email: `${sub}@example.com`,
        email_verified: true,
        name: 'Ada Example',
      }),
    }),
  }
  const oidc = new Provider(issuer, configuration)
  oidc.proxy = true
  const listener = oidc.callback()
  const server = createServer((request, response) => void listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const asked: string[] = []
  const proxied = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'accounts.google.com' }
  const send = (address: string, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(address, issuer)
    const headers = new Headers(init.headers)
    for (const [name, value] of Object.entries(proxied)) headers.set(name, value)
    const local = `http://127.0.0.1:${port}${url.pathname}${url.search}`
    return globalThis.fetch(local, { ...init, headers, redirect: 'manual' })
  }
  const host: ProviderHost = {
    browserUrl: (url) => url,
    fetch: (input, init) => {
      const address = input instanceof Request ? input.url : String(input)
      asked.push(new URL(address).pathname)
      return send(address, init)
    },
  }
  return { login: google.open(client, host), approve: (url: string) => approve(url, send), asked }
}

/** Logs in and agrees, page by page. @returns what the browser brings back */
async function approve(
  authorizationUrl: string,
  send: (address: string, init?: RequestInit) => Promise<Response>,
): Promise<URLSearchParams> {
  const start = new URL(authorizationUrl)
  // Google's word for choosing among accounts, which this provider has not.
  start.searchParams.delete('prompt')
  const cookies = new Map<string, string>()
  let next = start.href
  let form: URLSearchParams | undefined
  for (let step = 0; step < 12; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await send(next, {
      headers: { cookie },
      ...(form !== undefined && { method: 'POST', body: form }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    form = undefined
    const location = answer.headers.get('location')
    if (location?.startsWith(redirectUri)) return new URL(location).searchParams
    const page = await answer.text()
    if (location !== null) next = location
    else if (page.includes('name="login"')) {
      form = new URLSearchParams({ prompt: 'login', login: 'ada', password: 'any' })
    } else if (page.includes('value="consent"')) form = new URLSearchParams({ prompt: 'consent' })
    else throw new Error(`${answer.status} at ${next}: ${page.slice(0, 300)}`)
  }
  throw new Error('The walk did not end.')
}

function newAttempt(): LoginAttempt {
  const random = (): string => randomBytes(32).toString('base64url')
  return { redirectUri, state: random(), nonce: random(), codeVerifier: random() }
}
