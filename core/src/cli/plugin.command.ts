import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { Command } from 'commander'
import { kitVersion } from '../plugins/import-plugin.ts'
import { installedDependencies } from '../plugins/packages.ts'
import { pluginNames, writePlugin } from './plugin-template.ts'
import { rootDirectory } from './root-directory.ts'

/** `t21 plugin`: for those who write plugins. */
export function pluginCommand(): Command {
  return new Command('plugin')
    .description('For those who write plugins; docs/plugins.md tells how')
    .addCommand(
      new Command('new')
        .description(
          'Write the beginning of a connector: it passes all checks of its structure, and does nothing yet',
        )
        .argument('<name>', 'the id of the network: lower case letters, digits, hyphens (my-net)')
        .option('--directory <path>', 'where to; by default plugins/<name>')
        .action(newPlugin),
    )
}

async function newPlugin(name: string, options: { directory?: string }): Promise<void> {
  const names = pluginNames(name)
  const root = rootDirectory()
  await refuseTaken(root, names.id)
  const folder = resolve(options.directory ?? join(root, 'plugins', names.id))
  const version = await kitVersion()
  const inWorkspace =
    existsSync(join(root, 'pnpm-workspace.yaml')) && !relative(root, folder).startsWith('..')
  const missing = await writePlugin(folder, names, {
    kit: inWorkspace ? 'workspace:*' : `^${version}`,
    peer: `^${version}`,
  })
  const path = relative(process.cwd(), folder)
  const install = inWorkspace
    ? `npx --yes pnpm@12 add -w "t21-plugin-${names.id}@workspace:*"`
    : `npm install ./${relative(root, folder)}`
  console.log(`${path} is a connector that does nothing yet. Not written:
${missing.map((one) => `  ${one}`).join('\n')}
  src/validate.ts: it refuses every draft
  sandbox/index.ts: it emulates nothing

Next:
  1. Install it: ${install}
  2. Run "npx tsc" and "npx tap" in ${path}: both pass, and tap lists what is missing.
  3. Start T21: GET /v1/platforms lists ${names.platform}, unconfigured.
docs/plugins.md tells the rest.`)
}

async function refuseTaken(root: string, id: string): Promise<void> {
  for (const { name, json } of await installedDependencies(root)) {
    const { id: taken } = (json.t21 ?? {}) as { id?: unknown }
    if (taken === id) throw new Error(`The name "${id}" is taken by ${name}: choose another one.`)
  }
}
