import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'

/** An error in Resend's envelope ("Errors"). */
export function apiError(
  statusCode: number,
  name: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): EmulatorResponse {
  return { status: statusCode, headers, json: { statusCode, message, name } }
}
