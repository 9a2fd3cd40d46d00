import { controlOf, errorOf, sandboxAddress, sentBack } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import * as oidc from 'openid-client'
import t from 'tap'
import { credentials } from './credentials.ts'
import { emulator } from './index.ts'

const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
t.teardown(() => sandbox.close())
const control = controlOf(sandbox.url)
const callback = 'https://t21.example/v1/auth/oauth/google/callback'

async function configuration(
  secret = credentials.GOOGLE_CLIENT_SECRET,
): Promise<oidc.Configuration> {
  return await oidc.discovery(
    new URL('https://accounts.google.com'),
    credentials.GOOGLE_CLIENT_ID,
    secret,
    undefined,
    {
      [oidc.customFetch]: (url, options) =>
        fetch(sandboxAddress(sandbox.url, url), options as RequestInit),
    },
  )
}

interface Begun {
  readonly config: oidc.Configuration
  readonly back: URL
  readonly checks: { pkceCodeVerifier: string; expectedState: string; expectedNonce: string }
}

async function begin(person: object, changes: Record<string, string> = {}): Promise<Begun> {
  const config = await configuration()
  const checks = {
    pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
    expectedState: oidc.randomState(),
    expectedNonce: oidc.randomNonce(),
  }
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid email profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...person,
    ...changes,
  })
  const back = sentBack(await fetch(sandboxAddress(sandbox.url, url.href), { redirect: 'manual' }))
  return { config, back, checks }
}

t.test('openid-client logs somebody in, and believes who they are', async (t) => {
  const { config, back, checks } = await begin({ sandbox_approve: 'ada.lovelace@gmail.com' })
  const tokens = await oidc.authorizationCodeGrant(config, back, checks)
  const claims = tokens.claims()
  t.match(claims, {
    iss: 'https://accounts.google.com',
    email: 'ada.lovelace@gmail.com',
    email_verified: true,
    name: 'Ada Lovelace',
    sub: /^1\d{20}$/,
  })
  const info = await oidc.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '')
  t.equal(info.email, 'ada.lovelace@gmail.com')
  const again = await begin({ sandbox_approve: 'ada.lovelace@gmail.com' })
  const second = await oidc.authorizationCodeGrant(again.config, again.back, again.checks)
  t.equal(second.claims()?.sub, claims?.sub, 'always the same')
  t.match(await errorOf(oidc.authorizationCodeGrant(config, back, checks)), {
    error: 'invalid_grant',
  })
})

t.test('keys change, and an older token of the week before is still believed', async (t) => {
  const { config, back, checks } = await begin({ sandbox_approve: 'unverified@mail.example' })
  t.match((await oidc.authorizationCodeGrant(config, back, checks)).claims(), {
    email_verified: false,
  })
  const kids = async () => {
    const response = await fetch(
      sandboxAddress(sandbox.url, 'https://www.googleapis.com/oauth2/v3/certs'),
    )
    return ((await response.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid)
  }
  const [, now, next] = await kids()
  await control('POST', 'time', { advanceSeconds: 7 * 24 * 3600 })
  t.same((await kids()).slice(0, 2), [now, next])
  await control('POST', 'reset', {})
})

t.test(
  'no, a wrong verifier, another callback, another secret and a strange signature are refused',
  async (t) => {
    const no = await begin({ sandbox_cancel: '1' })
    t.match(await errorOf(oidc.authorizationCodeGrant(no.config, no.back, no.checks)), {
      error: 'access_denied',
    })
    const person = { sandbox_approve: 'ada.lovelace@gmail.com' }
    const other = await begin(person)
    const verifier = { ...other.checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() }
    t.match(await errorOf(oidc.authorizationCodeGrant(other.config, other.back, verifier)), {
      error: 'invalid_grant',
    })
    const moved = await begin(person)
    moved.back.pathname = '/elsewhere'
    t.match(await errorOf(oidc.authorizationCodeGrant(moved.config, moved.back, moved.checks)), {
      error: 'redirect_uri_mismatch',
    })
    const wrong = await begin(person)
    const stranger = await configuration('wrong')
    t.match(await errorOf(oidc.authorizationCodeGrant(stranger, wrong.back, wrong.checks)), {
      error: 'invalid_client',
    })
    await control('POST', 'faults', {
      network: 'google',
      operation: 'token',
      fault: 'processing_failed',
    })
    const forged = await begin(person)
    oidc.enableNonRepudiationChecks(forged.config)
    await t.rejects(
      oidc.authorizationCodeGrant(forged.config, forged.back, forged.checks),
      /validat|verif|signature|key/i,
    )
  },
)

t.test('a wrong authorization request is shown to the person, and never sent back', async (t) => {
  for (const wrong of [
    { client_id: 'somebody' },
    { redirect_uri: 'http://t21.example/callback' },
    { redirect_uri: 'javascript:alert(1)' },
    { response_type: 'token' },
    { scope: 'openid drive' },
    { scope: 'email' },
    { code_challenge: 'short' },
    { code_challenge_method: 'md5' },
    { sandbox_approve: '<script>' },
  ]) {
    const { back } = await begin(
      { sandbox_approve: 'ada.lovelace@gmail.com' },
      wrong as Record<string, string>,
    )
    t.equal(back.href, 'x:', JSON.stringify(wrong))
  }
  const page = await fetch(
    sandboxAddress(
      sandbox.url,
      `https://accounts.google.com/o/oauth2/v2/auth?client_id=${credentials.GOOGLE_CLIENT_ID}&redirect_uri=${callback}&response_type=code&scope=openid`,
    ),
  )
  t.match(await page.text(), /Choose an account/)
})
