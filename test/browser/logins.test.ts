import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'tap'
import { findChromium, openPage } from '../support/browser.ts'
import { startWhole } from '../support/whole.ts'

const found = await findChromium()
const skip = 'skip' in found ? found.skip : false
interface LoggedIn {
  readonly user: { readonly id: string; readonly email: string }
}

test(
  'somebody logs in with Google and with GitHub on their pages, and comes back as the same person',
  { skip, timeout: 240_000 },
  async (t) => {
    if ('skip' in found) return
    const app = await webApp(t)
    const { url } = await startWhole(t, { FRONTEND_URL: app })
    const page = await openPage(t, found.path)

    /** Clicks through the provider's page. @returns the answer to the exchange of the code */
    async function logIn(provider: string, who: string): Promise<LoggedIn> {
      await page.goto(`${url}/v1/auth/oauth/${provider}`)
      await page.getByText(who).first().click()
      await page.waitForURL(`${app}/auth/callback?*`)
      const code = new URL(page.url()).searchParams.get('code')
      return page.evaluate(
        async ([address, given]) => {
          const response = await fetch(`${address}/v1/auth/exchange`, {
            method: 'POST',
            credentials: 'include',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ code: given }),
          })
          const answer = (await response.json()) as LoggedIn
          if (!response.ok) throw new Error(JSON.stringify(answer))
          return answer
        },
        [url, code] as const,
      )
    }

    const people = { google: 'ada.lovelace@', github: 'ada-lovelace' } as const
    for (const [provider, who] of Object.entries(people)) {
      const first = await logIn(provider, who)
      t.match(first.user, { email: /@/ }, provider)
      const again = await logIn(provider, who)
      t.equal(again.user.id, first.user.id, `${provider}, the second time`)
    }
    await page.goto(`${url}/v1/auth/oauth/google`)
    await page.getByText('unverified@').first().click()
    await page.waitForURL(`${app}/auth/callback?error=LOGIN_EMAIL_NOT_VERIFIED`)
    t.pass('an address that the provider has not verified is nobody’s proof')
  },
)

/** The web app, which is not T21's: on the same site, as the cookie of the login wants it. */
async function webApp(t: { teardown(work: () => unknown): unknown }): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>App</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
