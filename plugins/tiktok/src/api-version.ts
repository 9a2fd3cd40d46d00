import type { ApiVersion } from '@t21/plugin-kit'
import type { Settings } from './settings.ts'

/** The path's version, undated: TikTok has published no end of `v2` (tiktok.md 8). */
export function apiVersion(settings: Settings): ApiVersion {
  return { version: settings.apiVersion, endOfLife: null }
}
