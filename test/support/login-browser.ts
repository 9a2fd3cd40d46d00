import type { LightMyRequestResponse } from 'fastify'
import type { App } from '../../core/src/http/app-instance.ts'
import type { LoginSite, Somebody } from './login-sites.ts'

/** A browser that goes through logins, with its cookies. */
export interface LoginBrowser {
  cookie: string | undefined
  /** What it asks for, as in `Accept-Language`. */
  language: string | undefined
  begin(provider: string, query?: string): Promise<LightMyRequestResponse>
  /** @returns where it is sent */
  back(provider: string, query: URLSearchParams | string): Promise<URL>
  exchange(code: string): Promise<LightMyRequestResponse>
  /** The whole walk up to the one-time code or the error. */
  walk(site: LoginSite, person: Somebody): Promise<URL>
  /** The whole walk. */
  login(site: LoginSite, person: Somebody): Promise<LightMyRequestResponse>
}

/** A browser without cookies yet. */
export function loginBrowser(app: App): LoginBrowser {
  const headers = (): Record<string, string> => ({
    ...(browser.cookie !== undefined && { cookie: browser.cookie }),
    ...(browser.language !== undefined && { 'accept-language': browser.language }),
  })
  const browser: LoginBrowser = {
    cookie: undefined,
    language: undefined,
    async begin(provider, query = '') {
      const url = `/v1/auth/oauth/${provider}${query}`
      const answer = await app.inject({ url, headers: headers() })
      browser.cookie = String(answer.headers['set-cookie']).split(';')[0]
      return answer
    },
    async back(provider, query) {
      const url = `/v1/auth/oauth/${provider}/callback?${query.toString()}`
      const answer = await app.inject({ url, headers: headers() })
      if (answer.statusCode !== 302) throw new Error(`${answer.statusCode} ${answer.body}`)
      return new URL(String(answer.headers.location))
    },
    exchange: (code) =>
      app.inject({
        method: 'POST',
        url: '/v1/auth/exchange',
        headers: headers(),
        payload: { code },
      }),
    async walk(site, person) {
      const begun = await browser.begin(site.id)
      return browser.back(site.id, site.approve(String(begun.headers.location), person))
    },
    async login(site, person) {
      const { searchParams } = await browser.walk(site, person)
      return browser.exchange(searchParams.get('code') ?? 'none')
    },
  }
  return browser
}
