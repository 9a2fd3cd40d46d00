import type { ConnectorCall, Published } from '@t21/plugin-kit'
import { locate } from './locate.ts'
import { keyIn } from './published-key.ts'
import type { Settings } from './settings.ts'

/** Looks again for a post whose container was published without its id being told: instagram.md 5. */
export async function resolve(
  call: ConnectorCall<Settings>,
  published: Published,
): Promise<Published> {
  const key = keyIn(published.remoteId)
  if (!key) return published
  return (await locate(call, key, [])) ?? published
}
