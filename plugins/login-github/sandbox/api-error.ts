import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'

/** An error as GitHub's REST API says it. */
export function apiError(
  status: number,
  message: string,
  headers?: Readonly<Record<string, string>>,
): EmulatorResponse {
  const documentation = 'https://docs.github.com/rest'
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    json: { message, documentation_url: documentation, status: String(status) },
  }
}
