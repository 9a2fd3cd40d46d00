import { glob, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Test files that run in a process of their own: what they change is the process's, or their output is read by file. */
const alone = [
  /(^|\/)conformance[^/]*\.test\.ts$/,
  /^core\/plugin-kit\/src\/conformance\//,
  /^core\/src\/cli\//,
  /^core\/src\/http\/(guarded-client|rate-limits(\.store)?)\.test\.ts$/,
  /^core\/src\/plugins\/loader\.test\.ts$/,
  /^core\/src\/(server|worker|sandbox)\.test\.ts$/,
  /^test\/(?!support\/)/,
]

const included = ['core', 'plugins', 'migrations', 'examples', 'test', 'scripts']
const excluded = ['**/node_modules/**', '**/dist/**', 'core/plugin-template/**']

/** Files in a process: more of them save more starts, fewer keep the processes equally long. */
const mostInGroup = 6

/**
 * Writes files that import several test files of a folder each, so that these share a process: loading T21 takes a second of
 * a processor, which hundreds of files would take one by one. The names of the tests, and where they failed, stay those of
 * the files.
 *
 * @returns what to give to tap: the longest first, so that none of them is the last one that runs
 */
export async function writeTestGroups(root: string): Promise<string[]> {
  const folder = join(root, '.t21/test-groups')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const single: string[] = []
  const byFolder = new Map<string, string[]>()
  for (const file of await testFiles(root)) {
    if (alone.some((pattern) => pattern.test(file))) single.push(file)
    else byFolder.set(dirname(file), [...(byFolder.get(dirname(file)) ?? []), file])
  }
  const groups: string[] = []
  for (const [name, files] of byFolder) {
    for (let first = 0; first < files.length; first += mostInGroup) {
      const imports = files.slice(first, first + mostInGroup).map(
        // Not static imports: one file's tests are declared after the one before is.
        (file) => `await import(${JSON.stringify(pathToFileURL(join(root, file)).href)})\n`,
      )
      const path = join(folder, `${name.replaceAll('/', '-')}-${first / mostInGroup + 1}.test.mjs`)
      await writeFile(path, imports.join(''))
      groups.push(relative(root, path))
    }
  }
  return [...single.toReversed(), ...groups]
}

async function testFiles(root: string): Promise<string[]> {
  const patterns = included.map((one) => `${one}/**/*.test.ts`)
  const files: string[] = []
  for await (const file of glob(patterns, { cwd: root, exclude: excluded })) {
    files.push(file.replaceAll('\\', '/'))
  }
  return files.toSorted()
}
