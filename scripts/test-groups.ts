import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

/** Test files that run in a process of their own: what they change is the process's, or their output is read by file. */
const alone = [
  /(^|\/)conformance[^/]*\.test\.ts$/,
  /^core\/plugin-kit\/src\/conformance\//,
  /^core\/src\/cli\//,
  /^core\/src\/http\/(guarded-client|rate-limits(\.store)?)\.test\.ts$/,
  /^core\/src\/plugins\/loader\.test\.ts$/,
  /^core\/src\/(server|worker|sandbox)\.test\.ts$/,
  /^test\/(?!(support|networks|contract|quotas|security)\/)/,
]

const runner = pathToFileURL(join(import.meta.dirname, 'run-test-files.ts')).href

/** Files in a process: more of them save more starts, fewer keep what a failing process takes with it small. */
const filesInGroup = 14

/**
 * Writes files that run several test files each, so that these share a process: loading T21 takes a second or two of
 * a processor, which hundreds of files would take one by one. The names of the tests, and where they failed, stay those of
 * the files. Neighbours go to different groups: the slow files of a folder are then not all in one.
 *
 * @returns what to give to tap
 */
export async function writeTestGroups(root: string): Promise<string[]> {
  const folder = join(root, '.t21/test-groups')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const files = await testFiles(root)
  const single = files.filter((file) => alone.some((pattern) => pattern.test(file)))
  const shared = files.filter((file) => !single.includes(file))
  const groups: string[][] = Array.from(
    { length: Math.ceil(shared.length / filesInGroup) },
    () => [],
  )
  for (const [index, file] of shared.entries()) groups[index % groups.length]?.push(file)
  const written = groups.map(async (group, index) => {
    const path = join(folder, `${String(index + 1).padStart(2, '0')}.test.mjs`)
    const urls = group.map((file) => pathToFileURL(join(root, file)).href)
    await writeFile(
      path,
      `import { runTestFiles } from ${JSON.stringify(runner)}\nawait runTestFiles(${JSON.stringify(urls, undefined, 2)})\n`,
    )
    return relative(root, path)
  })
  return [...(await Promise.all(written)), ...single]
}

/** All test files, as `.taprc` says. */
async function testFiles(root: string): Promise<string[]> {
  const tap = join(root, 'node_modules/.bin/tap')
  const { stdout } = await promisify(execFile)(tap, ['list'], { cwd: root })
  return stdout.trim().replaceAll('\\', '/').split('\n').toSorted()
}
