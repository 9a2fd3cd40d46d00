import { Value } from 'typebox/value'
import { PluginManifest } from '../../manifest.ts'
import type { Check } from '../check.ts'

interface Manifest {
  readonly type?: unknown
  readonly t21?: unknown
  readonly exports?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** package.json says what the plugin is, and with which kits it works; the emulation is of the same network. */
export const manifest: Check = {
  name: 'manifest',
  async run({ options: { connector, emulator, packageJson } }, report) {
    const given = packageJson as Manifest
    report.ok(
      Value.Check(PluginManifest, given.t21),
      `"t21" in package.json must be { "kind": "connector", "id": "${connector.id}" }.`,
    )
    const { kind, id } = (given.t21 ?? {}) as { kind?: unknown; id?: unknown }
    report.ok(kind === 'connector', '"t21.kind" in package.json must be "connector".')
    report.ok(
      id === connector.id,
      `"t21.id" in package.json is "${String(id)}", and the connector's "id" is "${connector.id}".`,
    )
    const range = given.peerDependencies?.['@t21/plugin-kit'] ?? ''
    report.ok(
      /^[\^~]?\d+\.\d+/.test(range),
      '"peerDependencies" must say with which kits it works: "@t21/plugin-kit": "^0.1.0".',
    )
    report.ok(
      given.dependencies?.['@t21/plugin-kit'] === undefined,
      'The kit belongs into "peerDependencies" alone: T21 brings it.',
    )
    report.ok(given.type === 'module', '"type" in package.json must be "module".')
    for (const name of ['.', './sandbox']) {
      report.ok(given.exports?.[name] !== undefined, `"exports" must have "${name}".`)
    }
    for (const [what, mine, theirs] of [
      ['network', connector.id, emulator.network],
      ['platform', connector.platform, emulator.platform],
      ['displayName', connector.displayName, emulator.displayName],
    ] as const) {
      report.ok(
        mine === theirs,
        `The emulation's "${what}" is "${theirs}"; the connector's is "${mine}".`,
      )
    }
  },
}
