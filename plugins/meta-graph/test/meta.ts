import type { ConnectorResponse } from '@t21/plugin-kit'
import { json, type Exchange } from '@t21/plugin-kit/testing'
import { graphFailures, metaRefusals, type MetaSettings } from '../src/index.ts'

/** The settings of the tests. */
export const settings: MetaSettings = {
  clientId: 'app',
  clientSecret: 's3cret',
  apiVersion: 'v25.0',
  appSecretProof: false,
}

/** The failures of an invented network of Meta. */
export const failing = graphFailures('Metanet', metaRefusals('Metanet', 'meta.example'))

/** Meta's error envelope. */
export function graphError(
  code: number,
  subcode?: number,
  more: Record<string, unknown> = {},
  status = 400,
) {
  return json(status, {
    error: {
      message: `(#${code}) Words`,
      type: 'OAuthException',
      code,
      error_subcode: subcode,
      fbtrace_id: 'A1',
      ...more,
    },
  })
}

/** A batch of readings and what it is answered with: an answer each, or `null`. */
export function batchOf(
  bearer: string,
  ...each: readonly (readonly [relativeUrl: string, answer: ConnectorResponse | null])[]
): Exchange {
  const batch = JSON.stringify(each.map(([relative_url]) => ({ method: 'GET', relative_url })))
  const answers = each.map(([, answer]) => answer && subAnswer(answer))
  return {
    request: {
      method: 'POST',
      url: 'https://graph.facebook.com/v25.0/',
      form: { batch },
      auth: { bearer },
    },
    answer: json(200, answers),
  }
}

function subAnswer({ status, headers, text }: ConnectorResponse): object {
  const named = Object.entries(headers).map(([name, value]) => ({ name, value }))
  return { code: status, headers: named, body: text }
}
