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
      'sessions, refresh tokens, API keys, webhooks, calendar addresses and changes of address that were waiting: 0 takeovers in the five scenarios, without a login by a provider and with each of two',
    files: [
      `${features}/auth/pre-hijacking.test.ts`,
      `${features}/auth/account-recovery.test.ts`,
      `${features}/auth/change-email.test.ts`,
      'test/security/login-hijacking.test.ts',
    ],
  },
  {
    id: 'P1',
    proves:
      'Of a person who deletes their account nothing is left, and an export has all that T21 knows of them.',
    reaches:
      '20 things planted in every place: 0 hits in a dump of the database by its owner, in the files and in the log, with the eraser killed with SIGKILL before every sixth statement (long: every one); every column of every table says whether it is a person’s, and 100 % of those are in the export or it is said why not; 0 rows past their time for each of the 16 limits',
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
      'Neither a network or login provider that means harm nor somebody who meddles with browsers gets an account connected, into another organization, or logged in.',
    reaches:
      '33 negatives (CSRF, replayed and injected codes, mix-up, forged states, broken answers) at the way back from a network: 0 connected; 60 hostile return addresses refused; more than 60 negatives at the login (false, old and foreign ID tokens, somebody else’s state, cookie or code, weakened PKCE, mix-up): 0 logins',
    files: [
      `${features}/social-accounts/evil-provider.test.ts`,
      `${features}/social-accounts/connection-callback.test.ts`,
      `${features}/social-accounts/connections.test.ts`,
      `${features}/social-accounts/return-url.test.ts`,
      'test/security/evil-login.test.ts',
      'test/security/login-state.test.ts',
      'test/security/login.test.ts',
      'plugins/login-google/src/login.test.ts',
    ],
  },
  {
    id: 'W3',
    proves: 'An address that a user gives never leads into a private network.',
    reaches:
      'more than 100 hostile hosts and 29 other addresses, at the one client for such addresses and at each route that takes one (webhook endpoint, media by address, pictures of a post; in the short form every other address): 0 connections, counted at the socket; all redirects; a name server that answers differently the second time',
    files: [
      'core/src/http/guarded-client.test.ts',
      `${features}/media/media-import.test.ts`,
      `${features}/webhooks-out/send-webhooks.test.ts`,
      'test/security/given-addresses.test.ts',
    ],
  },
  {
    id: 'U1',
    proves:
      'What is uploaded is what it claims to be, loses what is hidden in it, and takes no more than its share.',
    reaches:
      'four kinds of polyglots stored without what was behind the picture; more than 50 wrong types and extensions: 0 stored; a pixel bomb ten times at once: < 100 MiB; 20 uploads broken off at the half (long: 100): 0 files left; positions and makers gone; hostile names; signed uploads used again, larger, or elsewhere refused; of other organizations: 404',
    files: [
      `${features}/media/media-upload-hostile.test.ts`,
      `${features}/media/media-upload.test.ts`,
      `${features}/media/direct-upload.test.ts`,
      `${features}/media/media-files.test.ts`,
      `${features}/media/media.test.ts`,
    ],
  },
  {
    id: 'P2',
    proves:
      'No secret, and nothing that AI was asked or wrote, gets into a log, also where something fails.',
    reaches:
      'more than 30 secrets planted in every place that is logged, by name, by shape, in errors, addresses, statements and JSON in JSON: 0 in the log; prompts by all five operations of AI, repeated by models in texts, failures and bugs: 0 in the log, in rows of others and in answers to them, and in no table but that of prompts',
    files: [
      'core/src/logging.test.ts',
      'core/src/redact.test.ts',
      `${features}/auth/secrets-in-addresses.test.ts`,
      'test/isolation/marked-writing.test.ts',
      `${features}/ai/without-asked.test.ts`,
    ],
  },
  {
    id: 'P3',
    proves: 'Nobody changes the audit log unnoticed.',
    reaches:
      'update and delete refused to both roles of T21; each entry edited in each column, taken out, or put elsewhere by the owner of the tables: 100 % found',
    files: [`${features}/audit/audit.test.ts`, 'core/src/cli/audit.command.test.ts'],
  },
  {
    id: 'A1',
    proves: 'Two passwords that differ in anything are two passwords.',
    reaches:
      '576 pairs (long: 10,000) that differ behind byte 72, in a NUL, an accent or a space: 0 verify as each other; bcrypt alone as the control',
    files: [`${features}/auth/passwords.test.ts`],
  },
  {
    id: 'A2',
    proves:
      'Nobody learns whether an address has an account, registration excepted (docs/adr/0008).',
    reaches:
      'five routes: same status, headers and body; long: 400 answers of each kind, medians less than 5 ms apart or p > 0.01',
    files: [
      `${features}/auth/enumeration.test.ts`,
      `${features}/auth/account-recovery.test.ts`,
      `${features}/auth/auth.test.ts`,
    ],
  },
  {
    id: 'A3',
    proves: 'A stolen refresh token is noticed, and a lost answer costs nobody their session.',
    reaches:
      '50 uses of one token at once leave one live chain; an older token, or one after 10 s, ends the session in every case',
    files: [`${features}/auth/refresh.test.ts`],
  },
  {
    id: 'A4',
    proves: 'No access token is good but those that T21 signed, for what they were signed.',
    reaches: 'more than 40 forged tokens (RFC 8725): 0 accepted',
    files: [`${features}/auth/forged-tokens.test.ts`, 'core/src/authz/access-token.test.ts'],
  },
  {
    id: 'A7',
    proves: 'No token travels in an address, a header or a log line.',
    reaches:
      'every header, address and log line of a journey through registration, recovery, keys, webhooks, connections and logins by providers: 0 secrets but the one-time code that only its browser can exchange',
    files: [
      `${features}/auth/secrets-in-addresses.test.ts`,
      `${features}/social-accounts/connections.test.ts`,
      'test/security/login-hijacking.test.ts',
    ],
  },
  {
    id: 'A8',
    proves: 'A right that is taken away is gone everywhere within a minute.',
    reaches:
      'ten ways (logout, password, suspension, role, membership, keys) over two processes: refused at once where it was taken away, elsewhere within 60 s',
    files: ['core/src/authz/revocation.test.ts'],
  },
  {
    id: 'A10',
    proves: 'A password cannot be guessed by trying, and trying does not stop the others.',
    reaches:
      'a wait after 10 failures; an hour of guesses from 50 addresses: at most 100 looked at; `X-Forwarded-For` moves nobody to another counter; at most 32 wait for a hash',
    files: [
      `${features}/auth/guesses-an-hour.test.ts`,
      `${features}/auth/guessing.test.ts`,
      `${features}/auth/passwords.test.ts`,
      `${features}/second-factor/second-factor.test.ts`,
      'core/src/http/rate-limits.test.ts',
    ],
  },
]
