import type { AccountFacts } from '../../accounts.ts'
import type { ConformanceDraft, ConformanceOptions } from '../options.ts'
import { controlAt, type Control } from './control.ts'
import { startFileServer, type FileServer } from './file-server.ts'
import { hostsAt, type Hosts } from './hosts.ts'
import { partsOf, type LoosePart } from './parts.ts'
import { openSession, type SeenFailure, type Session } from './session.ts'
import { settingsOf } from './settings.ts'

/** The connector on the bench, with its fake network. */
export interface Bench {
  readonly options: ConformanceOptions
  readonly settings: Readonly<Record<string, unknown>>
  readonly hosts: Hosts
  readonly control: Control
  readonly files: FileServer
  /** Every failure of every verb since the bench was opened. */
  readonly seen: SeenFailure[]
  /** The network as new, and an account connected to it. */
  open(): Promise<Session>
  parts(draft: ConformanceDraft): readonly LoosePart[]
  /** What `validate` is told about an account. */
  facts(session: Session): AccountFacts
  close(): Promise<void>
}

/** Starts the fake network. */
export async function openBench(options: ConformanceOptions): Promise<Bench> {
  const { connector, emulator } = options
  const settings = settingsOf(connector, emulator, options.settings)
  const network = await options.startSandbox({ port: 0, emulators: [emulator] })
  const files = await startFileServer()
  const declared =
    typeof connector.hosts === 'function' ? connector.hosts(settings) : connector.hosts
  const hosts = hostsAt(network.url, declared, connector.id)
  const control = controlAt(network.url, emulator.network)
  const seen: SeenFailure[] = []
  return {
    options,
    settings,
    hosts,
    control,
    files,
    seen,
    async open() {
      await control.reset()
      const session = await openSession({ options, settings, hosts, control, seen })
      files.now = session.now
      return session
    },
    parts: (draft) => partsOf(draft, files),
    facts: ({ signedIn: { account } }) => options.facts?.(account) ?? account.facts,
    async close() {
      await files.close()
      await network.close()
    },
  }
}
