import { oauthFailures } from '@t21/plugin-kit'

/** GitHub has codes of its own besides those of OAuth. */
export const { failureOf } = oauthFailures('GitHub', {
  application_suspended: 'misconfigured',
  incorrect_client_credentials: 'misconfigured',
  redirect_uri_mismatch: 'misconfigured',
})
