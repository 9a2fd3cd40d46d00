import { oauthFailures } from '@t21/plugin-kit'

/** Google's errors are those of OAuth. */
export const { failureOf, refused } = oauthFailures('Google')
