import type { Refusal } from '@t21/meta-graph'
import { contentRefusals } from './refusals.content.ts'

/** What Instagram alone refuses: instagram.md 4. By code and subcode, for texts are localised. */
export const refusals: readonly Refusal[] = [
  {
    // A changed password is told in the same words, and has a row of its own (190/460).
    kind: 'reauth',
    words: /session has been invalidated(?! because the user changed)/,
    message: 'Instagram has ended the login of this account, mostly after very frequent posting.',
    remedy: 'Connect the account again, and publish less often.',
  },
  {
    kind: 'permission',
    codes: [10],
    words: /not an instagram business/,
    message: 'The Instagram account is not a professional one, or its kind may not do this.',
    remedy: 'Turn it into a business account in the Instagram app, then connect it again.',
  },
  {
    kind: 'permission',
    subcodes: [2207006],
    message: 'Instagram does not show this to T21: mostly a permission is missing.',
    remedy: 'Connect the account again and allow everything T21 asks for.',
  },
  ...named('PERMISSION', {
    kind: 'permission',
    message: 'Instagram does not let T21 do this for the account: a permission is missing.',
    remedy: 'Connect the account again and allow everything T21 asks for.',
  }),
  {
    kind: 'quota',
    subcodes: [2207042],
    message: 'The account has published as much as Instagram allows in a day.',
    remedy: 'Nothing: it is tried again when older posts have left the window.',
  },
  {
    kind: 'account_restricted',
    subcodes: [2207050],
    message: 'Instagram has restricted this account.',
    remedy: 'Open the Instagram app, do what it asks, then publish again.',
  },
  {
    kind: 'account_restricted',
    subcodes: [2207051],
    message: 'Instagram has blocked what was tried, as it looked like spam.',
    remedy: 'Look into the Instagram app, wait some hours, and publish less often.',
  },
  {
    kind: 'transient',
    subcodes: [2207001, 2207032],
    message: 'Instagram has a fault at the moment.',
    remedy: 'Nothing: it is tried again.',
  },
  {
    kind: 'transient',
    subcodes: [2207003],
    message: 'Instagram took too long to fetch the file from T21.',
    remedy: 'Nothing: it is tried again. If it stays so, the operator looks at the speed of T21.',
  },
  {
    // Also seen while Meta had a fault of its own, so it is tried again before it counts.
    kind: 'transient',
    subcodes: [2207052],
    message: 'Instagram could not fetch the file from T21.',
    remedy:
      'The operator makes sure that T21 is reachable from outside, and lets "facebookexternalhit" in.',
  },
  {
    kind: 'preparation_lost',
    subcodes: [2207008, 2207020, 2207053, 2207082],
    message: 'Instagram no longer has what was prepared.',
    remedy: 'Nothing: it is prepared anew.',
  },
  {
    kind: 'preparation_lost',
    subcodes: [2207027],
    message: 'Instagram was not ready with what was prepared.',
    remedy: 'Nothing: it is prepared anew.',
  },
  ...contentRefusals,
  ...named('INVALID_LOCATION_ID', {
    kind: 'content_rejected',
    field: 'options.locationId',
    message: 'Instagram does not know the place.',
    remedy: 'Choose another place, or none.',
  }),
  ...named('INVALID_PARAM', {
    kind: 'content_rejected',
    field: 'options',
    message: 'Instagram does not accept one of the options.',
    remedy: 'Correct what Instagram names, then publish again.',
  }),
]

/**
 * Refusals of `media_publish` that prove nothing: the block as spam has been seen on posts that were there, and what is
 * not shown may be a fresh post that Instagram does not show yet (instagram.md 4).
 */
export const ambiguous: readonly Refusal[] = [
  {
    kind: 'outcome_unknown',
    subcodes: [2207051],
    message: 'Instagram called the publishing spam, and may have published the post all the same.',
    remedy: 'Nothing: T21 looks for the post before anything else happens.',
  },
  {
    kind: 'outcome_unknown',
    subcodes: [2207006],
    message: 'Instagram does not show what was to be published.',
    remedy: 'Nothing: T21 looks for the post before anything else happens.',
  },
]

/** Of making a container only, after everything that is documented: the request itself is wrong. */
export const unnamed: readonly Refusal[] = [
  {
    kind: 'content_rejected',
    codes: [100],
    message: 'Instagram does not accept a part of the post.',
    remedy: 'Correct what Instagram names, then publish again.',
  },
]

// Some refusals have a name in place of a number; where it stands is not documented.
function named(name: string, refusal: Omit<Refusal, 'types' | 'words'>): readonly Refusal[] {
  const full = `INSTAGRAM_PLATFORM_API__${name}`
  return [
    { ...refusal, types: [full] },
    { ...refusal, words: new RegExp(full.toLowerCase()) },
  ]
}
