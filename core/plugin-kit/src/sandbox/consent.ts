import type { EmulatorResponse } from './exchange.ts'

/**
 * Sends the browser back to the client, as a consent page does. Parameters are added to those of the address; `null` ones
 * are left out. Some networks end the address in a fragment of their own.
 */
export function sendBack(
  redirectUri: string,
  parameters: Readonly<Record<string, string | null>>,
  fragment = '',
): EmulatorResponse {
  const target = new URL(redirectUri)
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) target.searchParams.set(name, value)
  }
  const location = `${target.href}${fragment}`
  return { status: 302, headers: { location, 'cache-control': 'no-store' } }
}
