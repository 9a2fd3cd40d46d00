import type { ApiVersion } from '@t21/plugin-kit'

/** The version in every path; X has published no end of it (twitter.md 8). */
export function apiVersion(): ApiVersion {
  return { version: 'v2', endOfLife: null }
}
