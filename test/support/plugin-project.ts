import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Test } from 'tap'

const repository = join(import.meta.dirname, '../..')

/**
 * An empty project of somebody who writes a plugin, with the kit and these packages. It lies below this repository, so that
 * Node finds tap and TypeScript above; it is removed after the test.
 *
 * @param packages where each is installed: `{ 'fast-check': 'examples/plugin-mastodon' }`
 */
export async function pluginProject(
  t: Test,
  packages: Readonly<Record<string, string>> = {},
): Promise<string> {
  const folder = await mkdtemp(join(repository, '.tap-plugin-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'package.json'), '{ "name": "somebody", "type": "module" }')
  const wanted = { '@t21/plugin-kit': 'core', typebox: 'core', ...packages }
  for (const [name, owner] of Object.entries(wanted)) {
    const link = join(folder, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(await realpath(join(repository, owner, 'node_modules', name)), link)
  }
  return folder
}
