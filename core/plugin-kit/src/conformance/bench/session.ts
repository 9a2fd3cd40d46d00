import type { ConnectorResponse } from '../../http.ts'
import type { ConnectorCall, FindCall } from '../../publishing.ts'
import type { WallPost } from '../../sandbox/index.ts'
import type { Control } from './control.ts'
import { asConnector, asHost } from './guard.ts'
import type { Hosts } from './hosts.ts'
import { probeHttp, ProcessDied, type ProbeHttp } from './probe-http.ts'
import { signIn, type SignedIn, type SignInOptions } from './sign-in.ts'

type Settings = Readonly<Record<string, unknown>>

/** A failure that a connector ended in, for the checks of failures and secrets. */
export interface SeenFailure {
  readonly verb: string
  readonly error: unknown
  /** The network's last answer in that call, where there was one. */
  readonly answer: ConnectorResponse | undefined
  /** What must not be in it. */
  readonly secrets: readonly string[]
}

/** A fake network as new, and somebody who has connected an account of it. */
export interface Session {
  readonly http: ProbeHttp
  readonly signedIn: SignedIn
  call(): ConnectorCall<Settings>
  findCall(intentAt: Date, claimedRemoteIds?: readonly string[]): FindCall<Settings>
  now(): Date
  advance(seconds: number): Promise<void>
  wall(): Promise<readonly WallPost[]>
  /** Runs a verb as T21 does, watched. @throws ProcessDied where the process was made to die in it */
  verb<Result>(name: string, work: () => Promise<Result>): Promise<Result>
  /** The person connects the account again. */
  reconnect(): Promise<void>
  /** The process comes up again, with nothing but what was stored. */
  revive(): void
}

/** What a session needs. */
export interface SessionOptions {
  readonly options: SignInOptions
  readonly settings: Settings
  readonly hosts: Hosts
  readonly control: Control
  readonly seen: SeenFailure[]
}

/** Opens a session on a fake network that has just been reset. */
export async function openSession(given: SessionOptions): Promise<Session> {
  const { settings, hosts, control } = given
  let aheadMs = 0
  let http = probeHttp(hosts)
  let signedIn = await asSignIn()

  function asSignIn(): Promise<SignedIn> {
    return signIn(given.options, { http: probeHttp(hosts), settings }, hosts)
  }

  function now(): Date {
    return asHost(() => new Date(Date.now() + aheadMs))
  }

  function call(): ConnectorCall<Settings> {
    const { grant, account } = signedIn
    return {
      http,
      settings,
      accessToken: account.accessToken ?? grant.accessToken,
      scopes: grant.scopes,
      account: {
        platformUserId: account.platformUserId,
        username: account.username,
        facts: account.facts,
      },
      now: now(),
    }
  }

  return {
    get http() {
      return http
    },
    get signedIn() {
      return signedIn
    },
    call,
    findCall: (intentAt, claimedRemoteIds = []) => ({ ...call(), intentAt, claimedRemoteIds }),
    now,
    async advance(seconds) {
      if (seconds <= 0) return
      // First, so that a webhook that comes of it does not come from the future.
      aheadMs += seconds * 1000
      await control.advance(seconds)
    },
    wall: () => control.published(),
    async verb(name, work) {
      http.verb = name
      const before = http.sent.length
      try {
        return await Promise.race([asConnector(name, work), http.died])
      } catch (error) {
        if (!(error instanceof ProcessDied)) {
          const answer = http.sent.slice(before).findLast((sent) => sent.answer)?.answer
          given.seen.push({ verb: name, error, answer, secrets: secretsOf(signedIn, settings) })
        }
        throw error
      }
    },
    async reconnect() {
      signedIn = await asSignIn()
    },
    revive() {
      http = probeHttp(hosts)
    },
  }
}

/** Everything of a session that must never be in a failure. */
export function secretsOf({ consent, grant, account }: SignedIn, settings: Settings): string[] {
  return [
    consent.code,
    consent.codeVerifier,
    grant.accessToken,
    grant.refreshToken,
    account.accessToken,
    ...Object.entries(settings).flatMap(([name, value]) =>
      /secret/i.test(name) ? [String(value)] : [],
    ),
  ].filter((secret) => secret !== undefined && secret.length >= 8) as string[]
}
