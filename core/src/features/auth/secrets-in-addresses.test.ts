import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { t as file, test } from 'tap'
import { makeLogger } from '../../logging.ts'
import { ada, bob, connectionSite, returnUrl } from '../../../../test/support/connection-site.ts'
import {
  bearer,
  goodPassword,
  mailedToken,
  postAuth,
  registerByApi,
  type Answer,
} from '../../../../test/support/auth-client.ts'
import { figure } from '../../../../test/support/figures.ts'
import { senderOf } from '../../../../test/support/app.ts'

const lines: string[] = []
const site = await connectionSite(file, {
  log: makeLogger(
    { logLevel: 'trace', environment: 'test' },
    { write: (line: string) => void lines.push(line) },
  ),
})
const { app } = site

/** Whatever leads somewhere: addresses in headers and in bodies, by what they are called. */
const addresses: string[] = []
const headerNames: string[] = []
const inject = app.inject.bind(app) as (options: InjectOptions) => Promise<LightMyRequestResponse>
Object.assign(app, {
  async inject(options: InjectOptions) {
    const answer = await inject(options)
    for (const [name, value] of Object.entries(answer.headers)) {
      headerNames.push(name)
      addresses.push(`${name}: ${String(value)}`)
    }
    for (const [url] of answer.body.matchAll(/https?:\/\/[^\s"\\<>]+/g)) addresses.push(url)
    return answer
  },
})

/** What opens a door: access tokens, every token and key of T21, and the network's own. */
const secretShapes = /eyJ[\w-]{8,}\.[\w-]{8,}|t21[a-z]?_[\w-]{8,}|whsec_|secret-(?:access|refresh)/

test('A7: no token and no JWT is in any address, header or log line of a whole journey', async (t) => {
  const secrets: string[] = [goodPassword]
  const person = await registerByApi(app)
  const login = await postAuth(app, 'login', { email: person.email, password: goodPassword })
  const { tokens } = login.json<Answer>()
  const refreshed = await postAuth(app, 'refresh', { refreshToken: tokens.refreshToken })
  const next = refreshed.json<Answer>().tokens
  for (const one of [person.tokens, tokens, next]) secrets.push(one.accessToken, one.refreshToken)
  const verify = await mailedToken(site, person.email)
  await postAuth(app, 'verify-email', { token: verify })
  await postAuth(app, 'forgot-password', { email: person.email })
  const reset = await mailedToken(site, person.email)
  const send = senderOf(app)
  const auth = { auth: bearer(next.accessToken) }
  const key = await send(auth, 'POST', '/api-keys', { name: 'Mine', scopes: ['brands:read'] })
  const hook = await send(auth, 'POST', '/webhook-endpoints', { url: 'https://example.com/hook' })
  secrets.push(verify, reset, key.data.key, hook.data.secret)
  await send({ auth: bearer(key.data.key) }, 'GET', '/brands')
  await app.inject({ url: `/v1/users/me?token=${next.accessToken}&key=${String(key.data.key)}` })
  await app.inject({ url: `/v1/nowhere/${next.accessToken}` })
  await app.inject({
    url: '/v1/users/me',
    headers: { referer: `https://app.example/?token=${next.accessToken}`, cookie: `a=${reset}` },
  })
  await postAuth(app, 'reset-password', { token: reset, password: 'another good one' })
  await postAuth(app, 'reset-password', { token: reset, password: 'used up by now' })
  const back: string[] = []
  for (const accounts of [[ada], [ada, bob], []]) {
    const { authorizationUrl } = await site.begin({ returnUrl })
    const url = site.network.approve(authorizationUrl, accounts)
    back.push(new URL(url, 'http://t21').searchParams.get('code') ?? '')
    const answer = await site.browser(url)
    t.equal(answer.statusCode, 302)
    t.equal(answer.headers['referrer-policy'], 'no-referrer', 'nor does it travel on in a Referer')
    t.equal(answer.headers['cache-control'], 'no-store')
  }
  secrets.push(...back)

  t.ok(addresses.length > 100, `${addresses.length} addresses and headers`)
  t.ok(headerNames.includes('location'))
  t.ok(lines.length > 10, `${lines.length} log lines`)
  t.ok(secrets.length >= 12 && secrets.every((secret) => secret.length > 8))
  const places = [...addresses, ...lines]
  const hits = places.filter(
    (place) => secretShapes.test(place) || secrets.some((secret) => place.includes(secret)),
  )
  t.same(hits, [])
  figure('A7', { secrets: secrets.length, places: places.length, hits: hits.length })
})

test('A7: every answer says that its address is not to be passed on', async (t) => {
  for (const url of ['/v1/users/me', '/v1/platforms', '/v1/oauth/callback/fake', '/docs']) {
    t.equal((await app.inject({ url })).headers['referrer-policy'], 'no-referrer', url)
  }
})
