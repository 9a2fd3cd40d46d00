import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { kitVersion } from '../plugins/kit-version.ts'
import { installedDependencies } from '../plugins/packages.ts'
import { pluginNames, writePlugin } from './plugin-template.ts'
import { rootDirectory } from './root-directory.ts'

/**
 * Writes the beginning of a plugin, and tells on standard output how to go on.
 *
 * @throws Error for a name that is none or taken, and for a folder that is there already
 */
export async function newPlugin(name: string, directory?: string): Promise<void> {
  const names = pluginNames(name)
  const root = rootDirectory()
  await refuseTaken(root, names.id)
  const folder = resolve(directory ?? join(root, 'plugins', names.id))
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
