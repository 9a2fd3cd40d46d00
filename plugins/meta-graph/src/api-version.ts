import type { ApiVersion } from '@t21/plugin-kit'

/** What Meta's own documents and SDK use: facebook.md 8. */
export const defaultGraphVersion = 'v25.0'

/** The oldest that is not refused. */
export const oldestGraphVersion = 21

/** When each version ends; `null` where Meta has not said: facebook.md 8. */
const endOfLife: Readonly<Record<string, string | null>> = {
  'v21.0': '2027-01-21',
  'v22.0': '2027-05-20',
  'v23.0': '2027-10-08',
  'v24.0': '2028-02-18',
  'v25.0': '2028-07-29',
  'v26.0': null,
}

/** The version that these settings speak, and the day it ends. Instagram and Facebook share the train. */
export function graphApiVersion(settings: { readonly apiVersion: string }): ApiVersion {
  const { apiVersion } = settings
  return { version: apiVersion, endOfLife: endOfLife[apiVersion] ?? null }
}
