import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { account } from './account.ts'
import { Refusal } from './errors.ts'

/** Lets requests with the account's secret key pass: as a bearer token, or as the name of Basic. @throws Refusal */
export function authorize(request: EmulatorRequest): void {
  const key = keyOf(request.headers.authorization)
  if (key === account.secretKey) return
  if (key === undefined || key === '') {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://docs.stripe.com/api/authentication for details, or we can help at https://support.stripe.com/.",
    )
  }
  if (key.startsWith('pk_')) {
    const message =
      'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.'
    throw unauthorized(message, 'secret_key_required')
  }
  throw unauthorized(`Invalid API Key provided: ${masked(key)}`)
}

function keyOf(header: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(\w+)\s+(.*)$/.exec(header ?? '') ?? []
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return undefined
  return Buffer.from(value, 'base64').toString().split(':')[0]
}

function masked(key: string): string {
  return `${key.slice(0, 8)}${'*'.repeat(Math.max(0, key.length - 12))}${key.slice(-4)}`
}

function unauthorized(message: string, code?: string): Refusal {
  return new Refusal(401, { type: 'invalid_request_error', message, code })
}
