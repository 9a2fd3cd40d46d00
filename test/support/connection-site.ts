import { loginAs, registerUser, testApp, type TestApp, type TestUser } from './app.ts'
import { buildBrand, buildMember, buildUser } from './factories.ts'
import type { FakeOAuthNetwork } from './fake-oauth-network.ts'
import { fakeOAuthConnector, fakeOAuthPlatform } from './fake-oauth.ts'

/** Accounts of the fake network. */
export const ada = { id: '100', username: 'ada' }
/** See above. */
export const bob = { id: '200', username: 'bob' }
/** Where the browser goes back to. */
export const returnUrl = 'http://localhost:5173/accounts?tab=1'

type Answer = Awaited<ReturnType<TestApp['app']['inject']>>
type Caller = Pick<TestUser, 'auth'>

/** A brand, two people, and a network whose accounts can be connected. */
export interface Site extends TestApp {
  readonly mine: TestUser
  readonly other: TestUser
  readonly brandId: string
  readonly network: FakeOAuthNetwork
  begin(
    body: { returnUrl?: string },
    by?: Caller,
  ): Promise<{ connectionId: string; authorizationUrl: string }>
  reconnect(accountId: string): Promise<{ connectionId: string; authorizationUrl: string }>
  browser(url: string): Promise<Answer>
  choose(connectionId: string, targets: string[], by?: Caller): Promise<Answer>
  connection(id: string): Promise<{
    status: string
    error: { code: string } | null
    candidates: { username: string }[]
    socialAccountIds: string[]
  }>
  accounts(): Promise<{ id: string; platformUsername: string }[]>
  colleague(role: string): Promise<Caller & { userId: string; sessionId: string }>
}

/** Such a site, with one brand of the person who is called `mine`; nothing is connected yet. */
export async function connectionSite(
  t: { teardown(work: () => unknown): unknown },
  options: Parameters<typeof testApp>[1] = {},
  connector = fakeOAuthConnector(),
): Promise<Site> {
  const platform = await fakeOAuthPlatform(t, connector)
  const made = await testApp(t, { ...platform, ...options })
  const { app, database } = made
  const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
  const { organizationId } = mine
  const { id: brandId } = await buildBrand(database, { organizationId })
  const base = `/v1/brands/${brandId}/social-accounts`
  const started = async (url: string, payload: object, by: Caller = mine) => {
    const answer = await app.inject({ method: 'POST', url, headers: by.auth, payload })
    if (answer.statusCode !== 201) throw new Error(answer.body)
    return answer.json().data
  }
  const data = async (url: string) => (await app.inject({ url, headers: mine.auth })).json().data
  return {
    ...made,
    mine,
    other,
    brandId,
    network: platform.network,
    begin: (body, by) => started(base, { platform: 'FAKE', ...body }, by),
    reconnect: (accountId) => started(`${base}/${accountId}/reconnect`, { returnUrl }),
    browser: (url) => app.inject({ url }),
    choose: (id, targets, by = mine) =>
      app.inject({
        method: 'POST',
        url: `/v1/connections/${id}/accounts`,
        headers: by.auth,
        payload: { targets },
      }),
    connection: (id) => data(`/v1/connections/${id}`),
    accounts: () => data(base),
    async colleague(role) {
      const user = await buildUser(database)
      await buildMember(database, { organizationId, userId: user.id, role })
      return { ...(await loginAs(app, user)), userId: user.id }
    },
  }
}
