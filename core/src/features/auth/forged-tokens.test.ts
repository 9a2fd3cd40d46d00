import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { t as file, test } from 'tap'
import { testApp } from '../../../../test/support/app.ts'
import { me, registerByApi } from '../../../../test/support/auth-client.ts'
import { figure } from '../../../../test/support/figures.ts'

const { app, context } = await testApp(file)
const secret = context.config.jwtSecret
const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
const [header = '', payload = '', signature = ''] = ada.tokens.accessToken.split('.')
const good = { header: decode(header), payload: decode(payload) }
const now = Math.floor(Date.now() / 1_000)
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 })

type Json = Readonly<Record<string, unknown>>

/** Access tokens that somebody made up or altered (RFC 8725). */
const forged: Readonly<Record<string, string>> = {
  'no signature': `${header}.${payload}.`,
  'two parts only': `${header}.${payload}`,
  'four parts': `${ada.tokens.accessToken}.x`,
  'a cut signature': `${header}.${payload}.${signature.slice(0, -4)}`,
  'another one’s signature': `${header}.${payload}.${bob.tokens.accessToken.split('.')[2]}`,
  'another one’s payload': `${header}.${bob.tokens.accessToken.split('.')[1]}.${signature}`,
  'alg none': `${encode({ ...good.header, alg: 'none' })}.${payload}.`,
  'alg None': `${encode({ ...good.header, alg: 'None' })}.${payload}.`,
  'alg NONE with a signature': `${encode({ ...good.header, alg: 'NONE' })}.${payload}.${signature}`,
  'no alg': signed({ alg: undefined }),
  'alg HS384': signed({ alg: 'HS384' }, {}, secret, 'sha384'),
  'alg HS512': signed({ alg: 'HS512' }, {}, secret, 'sha512'),
  'alg RS256 with a key of its own': signedByRsa({}),
  'alg RS256 with its key in the header': signedByRsa({
    jwk: rsa.publicKey.export({ format: 'jwk' }),
  }),
  'HS256 with an RSA key as the secret': signed(
    {},
    {},
    rsa.publicKey.export({ format: 'pem', type: 'spki' }),
  ),
  'a secret in the header (jwk)': signed(
    { jwk: { kty: 'oct', k: Buffer.from('mine').toString('base64url') } },
    {},
    'mine',
  ),
  'keys elsewhere (jku)': signed({ jku: 'https://evil.example/keys' }, {}, 'mine'),
  'a certificate elsewhere (x5u)': signed({ x5u: 'https://evil.example/cert' }, {}, 'mine'),
  'kid as a path to an empty file': signed({ kid: '../../../../dev/null' }, {}, ''),
  'kid as SQL': signed({ kid: "x' union select 'mine" }, {}, 'mine'),
  'an unknown critical header': signed({ crit: ['exp'], exp: now }),
  'another secret': signed({}, {}, `${secret}x`),
  'an empty secret': signed({}, {}, ''),
  'the secret of media addresses': signed({}, {}, context.config.urlSecret),
  'the pepper of passwords': signed({}, {}, context.config.passwordPepper),
  'typ JWT': signed({ typ: 'JWT' }),
  'no typ': signed({ typ: undefined }),
  'typ of another kind': signed({ typ: 'rt+jwt' }),
  'another audience': signed({}, { aud: 'somebody-else' }),
  'no audience': signed({}, { aud: undefined }),
  'another issuer': signed({}, { iss: 'evil' }),
  'no issuer': signed({}, { iss: undefined }),
  'expired a minute ago': signed({}, { exp: now - 60 }),
  'no expiry': signed({}, { exp: undefined }),
  'an expiry that is a text': signed({}, { exp: '9999999999' }),
  'not valid before tomorrow': signed({}, { nbf: now + 86_400 }),
  'no subject': signed({}, { sub: undefined }),
  'a subject that is a list': signed({}, { sub: [ada.user.id] }),
  'no session': signed({}, { sid: undefined }),
  'another one’s session': signed(
    {},
    { sid: decode(bob.tokens.accessToken.split('.')[1] ?? '')['sid'] },
  ),
  'a session that never was': signed({}, { sid: '01980000-0000-7000-8000-000000000000' }),
  'a payload that is not JSON': `${header}.${Buffer.from('{').toString('base64url')}.${signature}`,
  'a payload that is a list': signedText(encode(good.header), encode([good.payload])),
  'an encrypted token':
    'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAAAAAAAAAAAAAA.AA.AAAAAAAAAAAAAAAAAAAAAA',
  'the refresh token': ada.tokens.refreshToken,
  nothing: '',
  'ten thousand characters': 'a'.repeat(10_000),
}

test('the token that all these are made from is good', async (t) => {
  t.equal((await me(app, ada.tokens.accessToken)).statusCode, 200)
  t.equal((await me(app, signed({}))).statusCode, 200, 'and so is the way they are signed')
})

test('no forged access token opens the door', async (t) => {
  t.ok(Object.keys(forged).length >= 25)
  let accepted = 0
  for (const [name, token] of Object.entries(forged)) {
    const answer = await me(app, token)
    if (answer.statusCode !== 401) accepted += 1
    t.equal(answer.statusCode, 401, name)
    t.match(answer.json(), { error: { code: 'UNAUTHORIZED' } })
  }
  figure('A4', { forged: Object.keys(forged).length, accepted })
})

test('a good token is taken from the header alone, and only as a bearer', async (t) => {
  const token = ada.tokens.accessToken
  for (const [name, request] of Object.entries({
    'in the query': { url: `/v1/users/me?access_token=${token}&token=${token}` },
    'in a cookie': { url: '/v1/users/me', headers: { cookie: `token=${token}` } },
    'as basic': { url: '/v1/users/me', headers: { authorization: `Basic ${token}` } },
    'without a scheme': { url: '/v1/users/me', headers: { authorization: token } },
  })) {
    t.equal((await app.inject(request)).statusCode, 401, name)
  }
})

function decode(part: string): Json {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Json
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function signed(
  headers: Json,
  claims: Json = {},
  key = secret as string | Buffer,
  hash = 'sha256',
) {
  const parts = [encode({ ...good.header, ...headers }), encode({ ...good.payload, ...claims })]
  return signedText(parts[0] ?? '', parts[1] ?? '', key, hash)
}

function signedText(first: string, second: string, key: string | Buffer = secret, hash = 'sha256') {
  const mac = createHmac(hash, key).update(`${first}.${second}`).digest('base64url')
  return `${first}.${second}.${mac}`
}

function signedByRsa(headers: Json): string {
  const text = `${encode({ ...good.header, alg: 'RS256', ...headers })}.${payload}`
  return `${text}.${sign('sha256', Buffer.from(text), rsa.privateKey).toString('base64url')}`
}
