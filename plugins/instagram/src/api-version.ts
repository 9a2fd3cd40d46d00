import { graphApiVersion } from '@t21/meta-graph'
import type { ApiVersion } from '@t21/plugin-kit'
import type { Settings } from './settings.ts'

/** The version of the Graph API that both logins speak, and the day it ends: instagram.md 8. */
export function apiVersion(settings: Settings): ApiVersion {
  return graphApiVersion(settings)
}
