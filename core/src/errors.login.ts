/** What is answered about logins by providers and second factors: a part of the catalogue in `errors.ts`. */
export const loginErrors = {
  STAFF_VIEW_READS_ONLY: {
    status: 403,
    meaning: 'This session is of our support, who look at what a customer sees; it only reads.',
    remedy: 'Do it in the support console, or ask the customer to.',
  },
  SECOND_FACTOR_REQUIRED: {
    status: 401,
    meaning:
      'The first factor is right, and the account has a second one; `details` has a `challenge` that works for `expiresIn` seconds.',
    remedy: 'Send the challenge with a code: `POST /v1/auth/second-factor`.',
  },
  SECOND_FACTOR_WRONG: {
    status: 403,
    meaning:
      'The code of the authenticator or the recovery code is wrong, was used, or there is no second factor.',
    remedy: 'Send the code that the authenticator shows next; look at the clock of the phone.',
  },
  LOGIN_DECLINED: {
    status: 403,
    meaning: 'The login was declined at the provider.',
    remedy: 'Begin again and agree there, or log in in another way.',
  },
  LOGIN_REFUSED: {
    status: 401,
    meaning:
      'What came back from the provider proves nothing: it is too old, was used, or belongs to no login that this browser began.',
    remedy: 'Begin again, in one browser that takes cookies.',
  },
  LOGIN_PROVIDER_UNAVAILABLE: {
    status: 502,
    meaning: 'The login provider did not answer as it should.',
    remedy: 'Try again in a minute, or log in in another way.',
  },
  LOGIN_EMAIL_NOT_VERIFIED: {
    status: 403,
    meaning: 'The provider names no address, or does not say that it is yours.',
    remedy: 'Verify your address at the provider, or register with a password.',
  },
  LOGIN_NOT_LINKED: {
    status: 409,
    meaning: 'There is an account with this address, and this login does not belong to it.',
    remedy:
      'Log in to the account, or choose a password for it by mail, and then link the provider: `POST /v1/users/me/login-providers/:provider`.',
  },
  LOGIN_TAKEN: {
    status: 409,
    meaning:
      'This login belongs to another account, or the account has another one of this provider.',
    remedy: 'Unlink that one first.',
  },
  LAST_LOGIN: {
    status: 409,
    meaning: 'This is the last way to log in to the account.',
    remedy: 'Choose a password first (`POST /v1/auth/forgot-password`), or link another provider.',
  },
  FRESH_LOGIN_REQUIRED: {
    status: 403,
    meaning: 'The account has no password to ask for, and the login is too long ago.',
    remedy:
      'Log in again with the provider and repeat this within 10 minutes, send a `code` of the authenticator, or set a password: `POST /v1/auth/forgot-password`.',
  },
} as const
