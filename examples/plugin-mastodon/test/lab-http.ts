import type { ConnectorHttp, ConnectorResponse, MultipartField } from '@t21/plugin-kit'
import { failures } from '@t21/plugin-kit'
import type { EmulatorResponse, ReceivedField } from '@t21/plugin-kit/sandbox'
import type { Lab } from '@t21/plugin-kit/sandbox/testing'

/** `call.http` that leads to the emulation on a table. `after` may lose an answer on its way. */
export function labHttp(
  lab: Lab,
  after: (path: string, method: string) => 'arrives' | 'is lost' = () => 'arrives',
): ConnectorHttp {
  return {
    async request(request) {
      const url = new URL(request.url)
      for (const [name, value] of Object.entries(request.query ?? {})) {
        if (value !== undefined) url.searchParams.set(name, String(value))
      }
      const { auth, headers, json, form, multipart } = request
      const answer = await lab.call(request.method, `${url.host}${url.pathname}${url.search}`, {
        ...(auth !== undefined && 'bearer' in auth && { token: auth.bearer }),
        ...(headers !== undefined && { headers }),
        ...(json !== undefined && { json }),
        ...(form !== undefined && { form }),
        ...(multipart !== undefined && { multipart: multipart.map(received) }),
      })
      if (after(url.pathname, request.method) === 'is lost') {
        throw failures.transient({ message: 'There was no complete answer.' })
      }
      return responseOf(answer)
    },
  }
}

function received({ name, value, filename, contentType }: MultipartField): ReceivedField {
  return {
    name,
    value: Buffer.from(value),
    ...(filename !== undefined && { filename }),
    ...(contentType !== undefined && { contentType }),
  }
}

function responseOf({
  status,
  headers = {},
  json,
  html,
  text,
}: EmulatorResponse): ConnectorResponse {
  return {
    status,
    headers,
    text: html ?? text ?? (json === undefined ? '' : JSON.stringify(json)),
    json: json === undefined ? undefined : (JSON.parse(JSON.stringify(json)) as unknown),
  }
}
