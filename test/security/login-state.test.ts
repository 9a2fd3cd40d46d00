// A5: what belongs to one walk through a provider counts once, there, and for nothing else.
import { randomBytes } from 'node:crypto'
import { t as file, test } from 'tap'
import { testApp } from '../support/app.ts'
import { loginBrowser } from '../support/login-browser.ts'
import { githubSite, googleSite, type Somebody } from '../support/login-sites.ts'

const sites = [googleSite(), githubSite()] as const
const [google, github] = sites
const logins = new Map(sites.map(({ id, login }) => [id as string, login]))
const { app } = await testApp(file, { providers: { logins } })

test('a state counts once, also where the provider gives another answer to it', async (t) => {
  for (const site of sites) {
    const browser = loginBrowser(app)
    const begun = String((await browser.begin(site.id)).headers.location)
    const [first, second] = [site.approve(begun, somebody()), site.approve(begun, somebody())]
    t.ok((await browser.back(site.id, first)).searchParams.has('code'), site.id)
    const again = await browser.back(site.id, second)
    t.same(Object.fromEntries(again.searchParams), { error: 'LOGIN_REFUSED' }, site.id)
  }
})

test('a state counts only at the provider that it was made for', async (t) => {
  for (const [site, other] of [
    [google, github],
    [github, google],
  ] as const) {
    const browser = loginBrowser(app)
    const state = stateIn(await browser.begin(site.id))
    const begunThere = new URL(String((await browser.begin(other.id)).headers.location))
    begunThere.searchParams.set('state', state)
    const mixed = await browser.back(other.id, other.approve(begunThere.href, somebody()))
    t.same(Object.fromEntries(mixed.searchParams), { error: 'LOGIN_REFUSED' }, other.id)
    // The refusal has not used it up.
    const own = new URLSearchParams({ state, error: 'access_denied' })
    const right = await browser.back(site.id, own)
    t.same(Object.fromEntries(right.searchParams), { error: 'LOGIN_DECLINED' }, site.id)
  }
})

test('state, nonce and PKCE are new with every walk', async (t) => {
  for (const [site, names] of [
    [google, ['state', 'nonce', 'code_challenge']],
    [github, ['state', 'code_challenge']],
  ] as const) {
    const walks = await Promise.all([1, 2, 3].map(() => loginBrowser(app).begin(site.id)))
    const queries = walks.map(({ headers }) => new URL(String(headers.location)).searchParams)
    for (const name of names) {
      const values = queries.map((query) => query.get(name) ?? '')
      t.equal(new Set(values).size, 3, `${site.id} ${name}`)
      t.ok(
        values.every(({ length }) => length >= 43),
        `${site.id} ${name}: 256 bits`,
      )
    }
  }
})

function stateIn({ headers }: { readonly headers: { readonly location?: unknown } }): string {
  return new URL(String(headers.location)).searchParams.get('state') ?? ''
}

function somebody(): Somebody {
  const id = randomBytes(4).readUInt32BE().toString()
  return { id, email: `${id}@example.com`, verified: true }
}
