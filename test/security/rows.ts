/** A row of the test plan: what is claimed, and the test files that fail where it is not so. */
export interface Row {
  readonly id: string
  readonly proves: string
  /** What the tests reach, the short form first where the long one has more. */
  readonly reaches: string
  /** From the root of the repository. */
  readonly files: readonly [string, ...string[]]
}

const features = 'core/src/features'

/** Every row of docs/security-tests.md, in its order. */
export const rows: readonly Row[] = [
  {
    id: 'W1',
    proves:
      'What networks tell by webhooks leads to one state, in whatever order and however often it comes, and whoever dies meanwhile; what is not signed by them leads to none.',
    reaches:
      'all 120 orders of five events, each told twice, 12 forms of false signatures, 5 workers killed with SIGKILL between acting and saying so: 1 state, 0 forged, 0 lost; random orders of seven events besides',
    files: [
      `${features}/webhooks-in/all-orders.test.ts`,
      `${features}/webhooks-in/any-order.test.ts`,
      `${features}/webhooks-in/webhooks.routes.test.ts`,
    ],
  },
  {
    id: 'W2',
    proves:
      'A message to a customer’s program is sent at least once with the same id, signed by Standard Webhooks, and on its schedule.',
    reaches:
      'the vector of the specification; ten attempts within ±10 %; 410, 429, 502–504 and every 3xx; both secrets for 24 h after a rotation; switched off after 5 days; 200 messages (long: 1,000) with three senders killed: 0 lost',
    files: [
      `${features}/webhooks-out/killed-sender.test.ts`,
      `${features}/webhooks-out/send-webhooks.test.ts`,
      `${features}/webhooks-out/signature.test.ts`,
      `${features}/webhooks-out/outbox.test.ts`,
    ],
  },
  {
    id: 'A6',
    proves:
      'Who prepares an account for somebody else’s address has nothing left when its owner comes.',
    reaches:
      'sessions, refresh tokens, API keys, webhooks, calendar addresses and changes of address that were waiting: 0 takeovers in the five scenarios without a login by another provider',
    files: [
      `${features}/auth/pre-hijacking.test.ts`,
      `${features}/auth/account-recovery.test.ts`,
      `${features}/auth/change-email.test.ts`,
    ],
  },
  {
    id: 'P1',
    proves:
      'Of a person who deletes their account nothing is left, and an export has all that T21 knows of them.',
    reaches:
      '18 things planted in every place: 0 hits in a dump of the database by its owner, in the files and in the log, with the eraser killed with SIGKILL before every sixth statement (long: every one); every column of every table says whether it is a person’s, and 100 % of those are in the export or it is said why not; 0 rows past their time for each of the 16 limits',
    files: [
      `${features}/privacy/planted-person.test.ts`,
      `${features}/privacy/account-exports.test.ts`,
      `${features}/privacy/delete-account.test.ts`,
      `${features}/webhooks-in/data-deletion.test.ts`,
      'core/src/jobs/retention-limits.test.ts',
    ],
  },
  {
    id: 'A5',
    proves:
      'Neither a network that means harm nor somebody who meddles with browsers gets an account connected, or into another organization.',
    reaches:
      '33 negatives (CSRF, replayed and injected codes, mix-up, forged states, broken answers) at the way back from a network: 0 connected; 60 hostile return addresses refused',
    files: [
      `${features}/social-accounts/evil-provider.test.ts`,
      `${features}/social-accounts/connection-callback.test.ts`,
      `${features}/social-accounts/connections.test.ts`,
      `${features}/social-accounts/return-url.test.ts`,
    ],
  },
]
