import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'

/** Thrown wherever a request is refused. */
export class Refusal extends Error {
  readonly response: EmulatorResponse

  constructor(response: EmulatorResponse) {
    super('refused')
    this.response = response
  }
}

/** An error in OpenRouter's envelope ("Errors and debugging"). */
export function apiError(
  code: number,
  message: string,
  metadata?: Readonly<Record<string, unknown>>,
  headers?: Readonly<Record<string, string>>,
): Refusal {
  const error = { code, message, ...(metadata !== undefined && { metadata }) }
  return new Refusal({ status: code, headers, json: { error } })
}

/** A body that cannot be used. */
export function badRequest(message: string, errorType = 'invalid_request'): Refusal {
  return apiError(400, message, { error_type: errorType })
}

/** OpenRouter's own limit: it says in milliseconds since 1970 when it ends ("Limits", "Handling 429 errors"). */
export function rateLimited(until: Date): Refusal {
  return apiError(
    429,
    'Rate limit exceeded',
    { error_type: 'rate_limit_exceeded' },
    {
      'X-RateLimit-Limit': '20',
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Reset': String(until.getTime()),
    },
  )
}

/** Runs a handler; a refusal is an answer like any other. */
export async function answered(
  handle: () => EmulatorResponse | Promise<EmulatorResponse>,
): Promise<EmulatorResponse> {
  try {
    return await handle()
  } catch (error) {
    if (error instanceof Refusal) return error.response
    throw error
  }
}
