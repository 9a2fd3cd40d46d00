import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { longToken } from '@t21/meta-graph/sandbox/testing'
import { claimsOf, facebookLoginRoutes, graphErrors } from '@t21/meta-graph/sandbox'
import { startSandbox } from '@t21/plugin-sandbox'
import t from 'tap'
import { sandboxApp } from './api/sandbox-app.ts'
import { emulator } from './index.ts'
import { createLab, get, madeId, post, textAt } from './support/lab.ts'

t.test('the wall has the newest first; a deleted post takes its comments along', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const gone = await madeId(post(lab, page, 'feed', { message: 'gone' }))
  const first = await madeId(post(lab, page, 'feed', { message: 'first' }))
  lab.advance(5)
  const second = await madeId(post(lab, page, 'feed', { message: 'second' }))
  const comment = await lab.call('POST', `/v25.0/${gone}/comments`, {
    token: page.token,
    form: { message: 'with it' },
  })
  t.ok(textAt(comment.json, 'id'))
  await lab.call('DELETE', `/v25.0/${gone}`, { token: page.token })
  t.strictSame(
    emulator.published(lab.context).map(({ id }) => id),
    [second, first],
  )
})

t.test('another network on the same host keeps its own app, people and tokens', async (t) => {
  const app = { ...sandboxApp, id: '20000000000000002', secret: 'of the other one' }
  const neighbour = defineEmulator({
    ...emulator,
    network: 'neighbour',
    credentials: {},
    routes: [
      ...facebookLoginRoutes(app),
      ...emulator.routes.filter(({ operation }) => operation === 'read'),
    ],
    errors: graphErrors(app),
    claims: claimsOf(app),
  })
  const sandbox = await startSandbox({ port: 0, emulators: [neighbour, emulator] })
  t.teardown(() => sandbox.close())
  const { context } = createLab()
  const overHttp = {
    webhooks: [],
    context,
    advance: () => undefined,
    arm: () => undefined,
    serve: () => undefined,
    async call(method: string, address: string) {
      const path = address.startsWith('/') ? `/graph.facebook.com${address}` : `/${address}`
      const response = await fetch(`${sandbox.url}${path}`, { method, redirect: 'manual' })
      const location = response.headers.get('location')
      const headers = location === null ? {} : { location }
      const text = await response.text()
      const json: unknown = text.startsWith('{') ? JSON.parse(text) : undefined
      return { status: response.status, headers, json }
    },
  }
  const ours = await longToken(overHttp, sandboxApp, 'alice')
  const theirs = await longToken(overHttp, app, 'alice')
  const me = async (token: string) =>
    (await overHttp.call('GET', `/v25.0/me?access_token=${token}`)).json
  t.match(await me(ours), { name: 'Alice' })
  t.match(await me(theirs), { name: 'Alice' })
  t.not(textAt(await me(ours), 'id'), textAt(await me(theirs), 'id'), 'app-scoped ids differ')
  t.match(await me('EAAnobody'), { error: { code: 190 } })
})

t.test('a thousand pages with a post each are no trouble', async (t) => {
  const lab = createLab()
  const pages = []
  for (let count = 0; count < 1000; count += 1) pages.push(await lab.signIn(`person${count}`))
  const started = performance.now()
  for (const page of pages) {
    await post(lab, page, 'feed', { message: 'the same for all' })
    await get(lab, page, 'me/published_posts?fields=id,message')
  }
  const spent = performance.now() - started
  t.equal(emulator.published(lab.context).length, 1000)
  t.comment(`${Math.round(spent)} ms`)
})
