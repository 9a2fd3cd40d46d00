import fastify from 'fastify'
import { test } from 'tap'
import { consoleUser, testConsole } from '../../../test/support/console.ts'
import { pages } from '../pages/index.ts'
import { adminJsPages } from './adminjs-pages.ts'
import { currentAdminOf } from './staff-of.ts'

/** The parts of a policy, by their names. */
function policyOf(header: unknown): ReadonlyMap<string, string> {
  return new Map(
    String(header)
      .split('; ')
      .map((part) => [part.split(' ')[0] ?? '', part]),
  )
}

test('pages run two scripts of AdminJS and nothing that slipped in', async (t) => {
  const console = await testConsole(t)
  const { send } = await consoleUser(console, 'SUPPORT')
  const pages = [await send('GET', ''), await send('GET', '/resources/users')]
  const nonces = pages.map(({ body, headers }) => {
    const policy = policyOf(headers['content-security-policy'])
    const nonce = /'nonce-([^']+)'/.exec(policy.get('script-src') ?? '')?.[1] ?? ''
    t.match(nonce, /^.{22,}$/)
    t.equal(policy.get('default-src'), `default-src 'none'`)
    t.notMatch(policy.get('script-src'), /unsafe/)
    t.equal(body.split('<script nonce=').length - 1, 2)
    t.equal(body.split(`<script nonce="${nonce}">`).length - 1, 2)
    t.notMatch(body, /<script>/)
    t.notMatch(body, 'googleapis')
    t.match(headers, {
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
    })
    return nonce
  })
  t.not(nonces[0], nonces[1], 'each page has its own')
})

test('a script that got into a page stays without a nonce, wherever it begins like one of AdminJS', async (t) => {
  const evil = [
    '</script><script>window.REDUX_STATE = alert(1)</script>',
    '</script><script>var app = alert(1)</script>',
  ]
  const scope = fastify()
  t.teardown(() => scope.close())
  adminJsPages(scope)
  scope.get('/', async (_request, reply) =>
    reply.type('text/html').send(`<script>
      window.REDUX_STATE = {"name":"${evil.join('')}"};
    </script><p></p><script>
      var app = document.getElementById('app');
    </script>`),
  )
  const { body } = await scope.inject({ url: '/' })
  for (const script of evil) t.match(body, script, 'as it was')
  t.equal(body.split('<script nonce=').length - 1, 2)
  t.match(body, /^<script nonce="[^"]+">\s+window\.REDUX_STATE = \{/)
  t.match(body, /<p><\/p><script nonce="[^"]+">/)
})

test('AdminJS prints what it knows of somebody: nothing of it ends a script', (t) => {
  const staff = { staffId: 'x', email: 'a@example.com', name: '</script><b>', role: 'SUPPORT' }
  t.notMatch(JSON.stringify(currentAdminOf(staff as never)), /[<>]/)
  t.end()
})

test('AdminJS knows of who asks what it prints, and no more', async (t) => {
  const console = await testConsole(t)
  const { email, id, send } = await consoleUser(console, 'SUPPORT')
  const { body } = await send('GET', '')
  const state = /"session":(\{[^}]*\})/.exec(body)?.[1] ?? ''
  t.same(JSON.parse(state), { id, email, title: 'Grace SUPPORT · SUPPORT', role: 'SUPPORT' })
})

test('a role is offered the pages that it may open, and no others', async (t) => {
  const console = await testConsole(t)
  for (const role of ['SUPPORT', 'BILLING', 'ADMIN', 'AUDITOR'] as const) {
    const { send } = await consoleUser(console, role)
    const { body } = await send('GET', '')
    const offered = JSON.parse(/"branding":\{.*?"pages":(\[[^\]]*\])/.exec(body)?.[1] ?? '') as {
      id: string
      group: string | null
    }[]
    const opened = await Promise.all(
      pages
        .filter(({ component }) => component !== undefined)
        .map(async ({ id }) => {
          const { statusCode } = await send('GET', `/api/pages/${id}`)
          return statusCode === 403 ? [] : [id]
        }),
    )
    t.same(
      offered.map(({ id }) => id),
      opened.flat(),
      role,
    )
  }
})

test('assets are packed, kept by the browser, asked for anew where they changed, and for nobody else', async (t) => {
  const console = await testConsole(t)
  const { send } = await consoleUser(console, 'SUPPORT')
  const path = '/frontend/assets/app.bundle.js'
  const packed = await send('GET', path, undefined, { 'accept-encoding': 'gzip, br' })
  const plain = await send('GET', path)
  t.match(packed.headers, { 'content-encoding': 'br', 'cache-control': 'private, no-cache' })
  t.ok(packed.rawPayload.length < plain.rawPayload.length / 2)
  t.notMatch(plain.body, /react-refresh|react\.development/, 'in the form for production')
  const again = await send('GET', path, undefined, { 'if-none-match': packed.headers.etag })
  t.match(again, { statusCode: 304, body: '' })
  t.equal((await console.app.inject({ url: `/admin${path}` })).statusCode, 401)
  const components = await send('GET', '/frontend/assets/components.bundle.js')
  t.match(components.body, 'UserComponents')
})
