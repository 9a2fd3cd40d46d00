import type { Connector, RemoteAccount } from '@t21/plugin-kit'
import type { Emulator } from '@t21/plugin-kit/sandbox'
import type { CrashFile } from '../files.ts'

/**
 * The forms that scenarios ask for: the simplest post, one whose preparation has several steps, one with further parts
 * (`thread`, or `comment` where there are none), and one that gets to its irreversible moment in another way.
 */
export type Form = 'plain' | 'media' | 'thread' | 'comment' | 'other'

/** What a form is on one network. */
export interface CrashPost {
  readonly files: readonly CrashFile[]
  readonly options: Readonly<Record<string, unknown>>
  /** What follows the post itself. */
  readonly followedBy: 'nothing' | 'thread' | 'comment'
  /**
   * The emulation's operation that makes the post visible, or its comment; absent where others are part of the same
   * operation, so that no fault can be aimed at it.
   */
  readonly operation?: string
  /** Whether its commit answers `accepted`, so that it goes through `confirm`. */
  readonly accepted: boolean
  /** Whether the network always tells whether it is there. Where it does not, a person may be asked. */
  readonly provable: boolean
  /** Which of the accounts of a login it goes to; the first by default. */
  readonly account?: (accounts: readonly RemoteAccount[]) => RemoteAccount | undefined
}

/** A network of the crash matrix. */
export interface CrashNetwork {
  readonly connector: Readonly<Connector>
  /** Imported only where it is served: workers start often. */
  emulator(): Promise<Readonly<Emulator>>
  /** What the forms are here; those that the network does not have are missing. */
  readonly forms: Readonly<Partial<Record<Form, CrashPost>>>
  /** The id as the wall shows it, of the author that T21 knows by this id; the same by default. */
  readonly wallId?: (platformUserId: string) => string
  /** The text as it was sent, of one that the network has added something to. */
  readonly sentText?: (shown: string) => string
}

/** A post of the simplest kind, to be changed. */
export const textPost: CrashPost = {
  files: [],
  options: {},
  followedBy: 'nothing',
  accepted: false,
  provable: false,
}
