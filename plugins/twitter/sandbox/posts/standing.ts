import { traitsOf, type Account } from '../accounts/account.ts'
import { forbidden, problem, problemType, Refusal } from '../api/errors.ts'

/**
 * Whether anybody may post in this account's name at all (twitter.md 4): the account's own state, and that of the app's
 * contract with X, which some handles stand for.
 *
 * @throws Refusal with X's own words
 */
export function requireStanding(account: Account): void {
  const { suspended, locked, noCredits, capped, unenrolled } = traitsOf(account)
  if (suspended) {
    throw forbidden('Your account is suspended and is not permitted to access this feature.')
  }
  if (locked) throw lockedAccount()
  if (noCredits) throw creditsDepleted()
  if (capped) throw usageCapped()
  if (unenrolled) throw clientNotEnrolled()
}

/** Shape D: a number of old. */
function lockedAccount(): Refusal {
  const message =
    'To protect our users from spam and other malicious activity, this account is temporarily locked. Please log in to https://twitter.com to unlock your account.'
  return new Refusal({ status: 403, json: { errors: [{ code: 326, message }] } })
}

function creditsDepleted(): Refusal {
  const detail =
    'Your enrolled account [13090192] does not have any credits to fulfill this request.'
  return new Refusal(problem(402, 'CreditsDepleted', detail, problemType('credits')))
}

function usageCapped(): Refusal {
  const detail = 'Usage cap exceeded: Monthly product cap'
  const answer = problem(429, 'UsageCapExceeded', detail, problemType('usage-capped'))
  return extended(answer, { period: 'Monthly', scope: 'Product' })
}

function clientNotEnrolled(): Refusal {
  const detail =
    'When authenticating requests to the X API v2 endpoints, you must use keys and tokens from a developer App that is attached to a Project.'
  const answer = problem(403, 'Client Forbidden', detail, problemType('client-forbidden'))
  const address = 'https://developer.x.com/en/docs/projects/overview'
  return extended(answer, { reason: 'client-not-enrolled', registration_url: address })
}

function extended(answer: ReturnType<typeof problem>, more: object): Refusal {
  return new Refusal({ ...answer, json: { ...(answer.json as object), ...more } })
}
