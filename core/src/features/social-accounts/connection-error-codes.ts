import type { FailureKind } from '@t21/plugin-kit'

interface Entry {
  /** What happened, for a person. */
  readonly message: string
  readonly remedy: string
}

const again = 'Connect the account again.'

/**
 * Every code with which a connection can fail, besides the kinds of a connector's failures: the text of `docs/errors.md`.
 * What a network said is added to the message where it said something.
 */
export const connectionErrorCodes = {
  denied: entry('The permission was not given.', again),
  network_error: entry(
    'The network refused.',
    'Try again; if it stays, ask whoever runs this server to check the app at the network.',
  ),
  no_code: entry('The network sent you back without a permission.', again),
  no_accounts: entry(
    'The network shows no account that can be connected.',
    'Check that the account is of a kind that may publish, and give all permissions.',
  ),
  another_account: entry(
    'This is the connection of one account, but the network let you in as another.',
    'Log in at the network as the account that is to be connected again.',
  ),
  expired: entry('More than 10 minutes passed before the network sent you back.', again),
  not_allowed: entry(
    'The person who began this may no longer connect accounts of this brand.',
    'Ask an owner or admin of the organization.',
  ),
  platform_unavailable: entry(
    'No connector for this platform is ready any more.',
    'Ask whoever runs this server; `GET /v1/platforms` tells what is missing.',
  ),
  limit_reached: entry(
    'The plan’s limit of social accounts is reached.',
    'Upgrade the plan, or disconnect an account that is not needed.',
  ),
  interrupted: entry('The server was stopped while it talked to the network.', again),
  internal: entry('Something went wrong on our side.', again),
} as const satisfies Readonly<Record<string, Entry>>

/** What `error.code` of a connection can be. */
export type ConnectionErrorCode = keyof typeof connectionErrorCodes | FailureKind

function entry(message: string, remedy: string): Entry {
  return { message, remedy }
}
