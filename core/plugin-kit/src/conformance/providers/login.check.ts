import type { Login, LoginAttempt } from '../../login.ts'
import type { Expectations } from './expectations.ts'

/** What is tested. */
export interface LoginConformanceOptions {
  /** Opens the login, against the server. */
  open(): Login
  /** The origin of the page to which a browser is sent, as `begin` answers it. */
  readonly page: string
  /** Two people of whom the provider says that their address is verified. */
  readonly people: readonly [string, string]
  /** Somebody of whom it does not say so; `null` where it says nothing of such people. */
  readonly unverified: string | null
  /** Clicks through the page as this person. @returns the query with which the browser comes back */
  approve(url: string, person: string): Promise<URLSearchParams>
  /** Clicks on "cancel". */
  refuse(url: string): Promise<URLSearchParams>
  /** Settings that must stand in no address and no error. */
  readonly secrets: readonly string[]
}

/** What a check works with. */
export interface LoginBench extends LoginConformanceOptions {
  readonly login: Login
  /** An attempt like no other. */
  attempt(): LoginAttempt
}

/** One promise of the contract, tried. */
export interface LoginCheck {
  /** The name of the subtest. */
  readonly name: string
  run(bench: LoginBench, expect: Expectations): Promise<void>
}
