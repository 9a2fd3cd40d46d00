import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'

/** An error as Google's endpoints for tokens say it (RFC 6749, 5.2). */
export function oauthError(status: number, error: string, description: string): EmulatorResponse {
  return { status, json: { error, error_description: description } }
}
