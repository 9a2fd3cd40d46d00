import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
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

/**
 * Runs Node in a folder. Tap hands its loaders to every Node that a test starts; TypeScript's own program does not go
 * with them.
 */
export async function runNode(
  cwd: string,
  args: readonly string[],
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const env = { PATH: process.env['PATH'] ?? '' }
  const plain = ['-u', 'NODE_OPTIONS', process.execPath, ...args]
  return promisify(execFile)('env', plain, { cwd, env, maxBuffer: 64 * 1024 * 1024 }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
}
