import { ApiError } from '../../errors.ts'
import { UrlRefused } from '../../http/guarded-client.error.ts'

/** A file that is not taken. The message is a sentence for the person who sent it. */
export class MediaRefused extends Error {
  override readonly name = 'MediaRefused'
}

/**
 * Runs work on a file that a user gave and answers its refusals for the field in which it was given.
 *
 * @throws ApiError UNSUPPORTED_MEDIA, URL_NOT_ALLOWED or PAYLOAD_TOO_LARGE; everything else as it is
 */
export async function refusingFor<Result>(
  field: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw answerTo(error, field)
  }
}

function answerTo(error: unknown, field: string): unknown {
  if (error instanceof MediaRefused) {
    return refusal('UNSUPPORTED_MEDIA', field, error)
  }
  if (error instanceof UrlRefused) {
    const code = error.reason === 'too_large' ? 'PAYLOAD_TOO_LARGE' : 'URL_NOT_ALLOWED'
    return refusal(code, field, error)
  }
  return error
}

function refusal(
  code: 'UNSUPPORTED_MEDIA' | 'URL_NOT_ALLOWED' | 'PAYLOAD_TOO_LARGE',
  field: string,
  cause: Error,
): ApiError {
  return new ApiError(code, cause.message, { details: [{ field, message: cause.message }], cause })
}
