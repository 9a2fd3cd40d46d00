import type { Emulator, WallPost } from '../sandbox/index.ts'
import type { AccountFacts, RemoteAccount } from '../accounts.ts'
import type { PostFormat } from '../capabilities.ts'
import type { Connector } from '../connector.ts'
import type { MediaFacts } from '../media.ts'
import type { Arbitrary } from 'fast-check'

/** A file of a test: its facts, and its bytes, the same at every call. */
export interface ConformanceFile extends Omit<MediaFacts, 'id' | 'size'> {
  bytes(): Uint8Array
}

/** What a person wrote: the post, and what hangs below it. */
export interface ConformanceDraft {
  readonly text: string
  readonly media?: readonly ConformanceFile[]
  readonly options?: Readonly<Record<string, unknown>>
  readonly thread?: readonly {
    readonly text: string
    readonly media?: readonly ConformanceFile[]
  }[]
  readonly firstComment?: string
}

/** A good draft: it is published, whatever goes wrong on the way. */
export interface ConformanceCase extends ConformanceDraft {
  /** `text`, `video`, `carousel of three`: for the findings. */
  readonly name: string
  /** One of `capabilities.formats`; each of them needs a case. */
  readonly format: PostFormat
  /**
   * What is wrong with the post on the wall, as a sentence; `undefined` where it looks right. Without it, the
   * text and the kinds of media have to be those of the draft.
   */
  looks?(post: WallPost): string | undefined
  /** True where it lies with the account's owner in the end, and so not on the wall. */
  readonly handedOver?: true
  /** True where the network never tells the id under which it shows the post. */
  readonly idWithheld?: true
}

/** Drafts on both sides of a limit, as fast-check makes them. */
export interface ConformanceBoundary {
  /** The limit: `answers of a poll`. */
  readonly name: string
  readonly drafts: Arbitrary<ConformanceDraft>
  /** How many are tried; 8 by default. */
  readonly runs?: number
}

/** What the suite needs to know about webhooks that the emulation cannot show. */
export interface ConformanceWebhooks {
  /** False where the network signs no time, so that an old webhook cannot be told from a new one. */
  readonly signsTime?: boolean
  /** Makes the network send more than publishing does; `fetch` reaches the emulated hosts by their own addresses. */
  provoke?(fetch: (url: string, init?: RequestInit) => Promise<Response>): Promise<void>
}

/** A fake network that serves, as `startSandbox` of `@t21/plugin-sandbox` gives it. */
export interface RunningFakeNetwork {
  /** Without a slash at the end. */
  readonly url: string
  close(): Promise<void>
}

/** Starts a fake network: `startSandbox` of `@t21/plugin-sandbox`, or whatever has the same control API. */
export type StartFakeNetwork = (options: {
  readonly port: number
  readonly emulators: readonly Emulator[]
}) => Promise<RunningFakeNetwork>

/** What is tested, and against what. */
export interface ConformanceOptions {
  readonly connector: Readonly<Connector>
  readonly emulator: Emulator
  /** `startSandbox` of `@t21/plugin-sandbox`. */
  readonly startSandbox: StartFakeNetwork
  /** The plugin's package.json, parsed. */
  readonly packageJson: unknown
  /** The handle that the consent page approves; one whose posts may be alike, where the emulation has such. */
  readonly handle: string
  readonly cases: readonly ConformanceCase[]
  readonly boundaries?: readonly ConformanceBoundary[]
  /** Besides those of the emulation's `credentials`. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Besides `sandbox_approve`, in the address of the consent page. */
  readonly consent?: Readonly<Record<string, string>>
  readonly redirectUri?: string
  /** How old a grant has to be before the network renews it, in seconds; 0 by default. */
  readonly renewAfterSeconds?: number
  /** True where this way of connecting gives nothing that can be renewed, though another way of the connector does. */
  readonly neverRenews?: true
  /** Which of the grant's accounts is used; the first by default. */
  pickAccount?(accounts: readonly RemoteAccount[]): RemoteAccount | undefined
  /** What the account's facts are taken for by `validate`; those of `accounts` by default. */
  facts?(account: RemoteAccount): AccountFacts
  readonly webhooks?: ConformanceWebhooks
  /** Numbers that are told, and that no case here can show, and why. */
  readonly untold?: Readonly<Record<string, string>>
  /** Limits that the connector draws more narrowly than its network: the code, and why. */
  readonly stricter?: Readonly<Record<string, string>>
}
