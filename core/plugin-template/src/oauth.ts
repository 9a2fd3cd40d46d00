import type { Grant, OAuth } from '@t21/plugin-kit'
import { notWritten } from './not-written.ts'
import type { Settings } from './settings.ts'

/** Where consent is given, and a code becomes a grant. Add `refresh` and `revoke` where the network has them. */
export const oauth: OAuth<Settings> = { scopes: [], authorizeUrl, exchange }

function authorizeUrl(): string {
  throw notWritten('oauth.authorizeUrl')
}

async function exchange(): Promise<Grant> {
  throw notWritten('oauth.exchange')
}
