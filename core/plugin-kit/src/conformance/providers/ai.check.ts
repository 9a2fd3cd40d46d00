import type { Ai, AiRequest } from '../../ai.ts'
import type { ProviderFailureKind } from '../../provider-failure.ts'
import type { ProviderHost } from '../../provider.ts'
import type { Expectations } from './expectations.ts'

/** What is tested, and against what. */
export interface AiConformanceOptions {
  /** Opens the provider with good settings, on this host. */
  open(host: ProviderHost): Ai
  /** Leads to the provider's server. */
  readonly host: ProviderHost
  /** A model that sees pictures and keeps to a schema. */
  readonly model: string
  /** What must be in no failure: keys. */
  readonly secrets: readonly string[]
  /** Ways to be refused by the server, and the kind that each is. */
  readonly failures: readonly AiRefusal[]
}

/** A call that fails. */
export interface AiRefusal {
  readonly name: string
  readonly kind: ProviderFailureKind
  /** What is asked differently. */
  readonly request?: Partial<AiRequest>
  /** The provider opened differently: with another key. */
  readonly open?: (host: ProviderHost) => Ai
  /** True where it says until when. */
  readonly until?: true
}

/** What a check works with. */
export interface AiBench {
  readonly options: AiConformanceOptions
  readonly ai: Ai
  readonly expect: Expectations
  /** A request about something, differing from the usual one as said. */
  ask(about: string, more?: Partial<AiRequest>): AiRequest
}

/** One promise of the contract, tried. */
export interface AiCheck {
  /** The name of the subtest. */
  readonly name: string
  run(bench: AiBench): Promise<void>
}
