import { MailRefused, ProviderFailure } from '@t21/plugin-kit'

interface SendGridError {
  readonly message?: string
  readonly field?: string | null
}

/** What an answer that is no success means: whether a later attempt could do better, and when. */
export async function failureOf(response: Response): Promise<MailRefused | ProviderFailure> {
  const { status, headers } = response
  const errors = await errorsIn(response)
  const words = errors.map(({ message = '' }) => message).join(' ')
  const message = `SendGrid answered ${status}${words === '' ? '' : `: ${words}`}`
  const code = String(status)
  if (status === 429) {
    const until = momentOf(headers.get('x-ratelimit-reset'))
    return new ProviderFailure('rate_limited', { message, until, code })
  }
  if (status >= 500) return new ProviderFailure('transient', { message, code })
  const fields = errors.map(({ field }) => field ?? '')
  const isOurs = status === 401 || status === 403 || status === 404
  if (isOurs || fields.some((field) => field.startsWith('from'))) {
    return new ProviderFailure('misconfigured', { message, code })
  }
  const ofAddress = fields.some((field) => /^personalizations\.\d+\.to\b/.test(field))
  return new MailRefused(message, { of: ofAddress ? 'address' : 'message' })
}

async function errorsIn(response: Response): Promise<readonly SendGridError[]> {
  try {
    const { errors } = (await response.json()) as { errors?: SendGridError[] }
    return Array.isArray(errors) ? errors : []
  } catch {
    return []
  }
}

/** Told in seconds since 1970. */
function momentOf(seconds: string | null): Date | undefined {
  const moment = Number(seconds ?? '')
  return Number.isFinite(moment) && moment > 0 ? new Date(moment * 1_000) : undefined
}
