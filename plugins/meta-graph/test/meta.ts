import { json } from '@t21/plugin-kit/testing'
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
