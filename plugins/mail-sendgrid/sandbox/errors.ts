import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'

/** An error in SendGrid's envelope, with the field that it is about. */
export function apiError(
  status: number,
  message: string,
  field: string | null = null,
  headers?: Readonly<Record<string, string>>,
): EmulatorResponse {
  return { status, headers, json: { errors: [{ message, field, help: null }] } }
}
