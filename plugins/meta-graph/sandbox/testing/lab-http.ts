import type { ConnectorHttp } from '@t21/plugin-kit'
import type { Lab } from '@t21/plugin-kit/sandbox/testing'

/**
 * The way out of a connector that ends on a table: what it asks is answered by an emulation.
 *
 * @param asked takes what was asked: `POST /v25.0/`
 */
export function labHttp(lab: Pick<Lab, 'call'>, asked: string[] = []): ConnectorHttp {
  return {
    async request({ method, url, query = {}, headers = {}, form, auth }) {
      asked.push(`${method} ${new URL(url).pathname}`)
      const address = new URL(url)
      for (const [name, value] of Object.entries(query)) {
        if (value !== undefined) address.searchParams.set(name, String(value))
      }
      const token = auth && 'bearer' in auth ? auth.bearer : undefined
      const answer = await lab.call(method, `${address.host}${address.pathname}${address.search}`, {
        headers,
        ...(token === undefined ? {} : { token }),
        ...(form === undefined ? {} : { form }),
      })
      const json = answer.json === undefined ? undefined : (structuredClone(answer.json) as unknown)
      const text = json === undefined ? (answer.text ?? '') : JSON.stringify(json)
      return { status: answer.status, headers: answer.headers ?? {}, text, json }
    },
  }
}
