import { MailRefused, ProviderFailure } from '@t21/plugin-kit'

interface ResendError {
  readonly name?: string
  readonly message?: string
}

/** What an answer that is no success means: whether a later attempt could do better, and when. */
export async function failureOf(response: Response): Promise<MailRefused | ProviderFailure> {
  const { status, headers } = response
  const { name = '', message = '' } = await bodyOf(response)
  const sentence = `Resend answered ${status}${message === '' ? '' : `: ${message}`}`
  const code = name === '' ? String(status) : name
  if (status === 429) {
    const until = untilOf(headers)
    return new ProviderFailure('rate_limited', { message: sentence, until, code })
  }
  // The key of a mail that was handed in before, with another text or sender: once is enough.
  if (name === 'invalid_idempotent_request') return new MailRefused(sentence)
  if (status === 409 || status >= 500) {
    return new ProviderFailure('transient', { message: sentence, code })
  }
  if (status === 401 || status === 403 || status === 404 || name === 'invalid_from_address') {
    return new ProviderFailure('misconfigured', { message: sentence, code })
  }
  return new MailRefused(sentence, { of: /`to`/.test(message) ? 'address' : 'message' })
}

async function bodyOf(response: Response): Promise<ResendError> {
  try {
    return ((await response.json()) ?? {}) as ResendError
  } catch {
    return {}
  }
}

/** Told in seconds from the moment of the answer, by Resend's clock. */
function untilOf(headers: Headers): Date | undefined {
  const moment = Date.parse(headers.get('date') ?? '') + Number(headers.get('retry-after')) * 1_000
  return headers.has('retry-after') && Number.isFinite(moment) ? new Date(moment) : undefined
}
