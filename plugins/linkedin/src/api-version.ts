import type { ApiVersion } from '@t21/plugin-kit'

/** The version that this connector was written for: linkedin.md 8. */
export const defaultVersion = '202609'

/** The last days that LinkedIn has named. Each version lives for at least a year. */
const endsOfLife: Readonly<Record<string, string>> = {
  '202510': '2026-10-15',
  '202511': '2026-11-16',
  '202601': '2027-01-15',
  '202609': '2027-09-15',
}

/** The version that is spoken, and its end where LinkedIn has named it. */
export function apiVersion(settings: { readonly apiVersion: string }): ApiVersion {
  const version = settings.apiVersion
  return { version, endOfLife: endsOfLife[version] ?? null }
}
