import { refusal, type GraphErrorBody } from './errors.ts'

/** What Meta refuses anywhere, by its code (facebook.md 4, instagram.md 4), for {@link refuseMagicWords}. */
export const commonRefusals: Readonly<Record<string, GraphErrorBody>> = {
  '1': { code: 1, message: 'An unknown error occurred' },
  '2': {
    code: 2,
    message: 'An unexpected error has occurred. Please retry your request later.',
    transient: true,
    status: 500,
  },
  '3': {
    code: 3,
    message: '(#3) Application does not have the capability to make this API call.',
  },
  '4': { code: 4, message: '(#4) Application request limit reached', status: 403 },
  '17': { code: 17, message: '(#17) User request limit reached' },
  '32': { code: 32, message: '(#32) Page request limit reached', status: 403 },
  '102': { code: 102, message: 'Session key invalid or no longer valid', status: 401 },
  '368': {
    code: 368,
    message: 'The action attempted has been deemed abusive or is otherwise disallowed',
    title: 'You’re Temporarily Blocked',
    userMessage:
      'It looks like you were misusing this feature by going too fast. You’ve been temporarily blocked from using it.',
  },
  '613': {
    code: 613,
    subcode: 1996,
    message: '(#613) Calls to this api have exceeded the rate limit.',
  },
}

/**
 * What a text asks for: `sandbox-error-613` in it is refused with the row of this name.
 *
 * @throws GraphRefusal
 */
export function refuseMagicWords(
  rows: Readonly<Record<string, GraphErrorBody>>,
  text: string | null,
): void {
  const name = /\bsandbox-error-(\w+)\b/.exec(text ?? '')?.[1]
  const body = name === undefined ? undefined : rows[name]
  if (body !== undefined) throw refusal(body)
}
