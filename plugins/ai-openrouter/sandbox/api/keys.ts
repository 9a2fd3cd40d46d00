import type { EmulatorContext, EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { apiError, rateLimited } from './errors.ts'
import { keyPrefix } from './key-names.ts'

/** What follows the beginning of a key: '' of the good one, `nocredit`, `limited` …; `undefined` where no key is given. */
export function keyNameOf({ headers }: EmulatorRequest): string | undefined {
  const [, key] = /^Bearer (.+)$/i.exec(headers['authorization'] ?? '') ?? []
  if (key === undefined || !key.startsWith(keyPrefix)) return undefined
  return key.slice(keyPrefix.length).replace(/^-/, '') || 'good'
}

/** @throws Refusal where nobody is let in by it */
export function requireKey(request: EmulatorRequest): string {
  if (request.headers['authorization'] === undefined) {
    throw apiError(401, 'No auth credentials found')
  }
  const name = keyNameOf(request)
  if (name === undefined || name === 'disabled') throw apiError(401, 'User not found.')
  return name
}

/** @throws Refusal where the key lets in, and may not have this written */
export function requireRights(name: string, context: EmulatorContext): void {
  const refuse = refusals[name]
  if (refuse !== undefined) throw refuse(context)
}

const refusals: Readonly<
  Record<string, (context: EmulatorContext) => ReturnType<typeof apiError>>
> = {
  nocredit: () =>
    noMoney(
      'openrouter_credits',
      'Insufficient credits. Add more using https://openrouter.ai/settings/credits',
    ),
  keylimit: () => noMoney('openrouter_key_limit', 'Key limit exceeded (total limit).'),
  inflight: () =>
    noMoney(
      'openrouter_in_flight_budget',
      'This request would exceed your available credits given your current in-flight requests. Retry after in-flight requests settle, or add credits.',
      { 'Retry-After': '3' },
    ),
  forbidden: () =>
    apiError(403, 'This API key may not use this endpoint.', { error_type: 'permission_denied' }),
  limited: (context) => rateLimited(new Date(context.now().getTime() + 60_000)),
}

function noMoney(source: string, message: string, headers?: Readonly<Record<string, string>>) {
  return apiError(402, message, { limit_source: source, remedy_hint: 'Add credits.' }, headers)
}
