import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** The components as the browser gets them; made by `build.ts`, at the latest when the console is started in development. */
export const bundleFile = join(root, 'dist', 'console.bundle.js')

/** What the bundle is made of. A published package has none of it, and its bundle is as old as itself. */
const sources = join(root, 'src')

/** Where the components are. */
export const componentsFolder = join(sources, 'components')

/**
 * Makes sure that there is a bundle of the components as they are.
 *
 * @param mayBuild in development; in production it was made before, and its absence is an error
 * @param file for tests
 * @throws Error where there is none and none can be made
 */
export async function ensureBundle(mayBuild: boolean, file = bundleFile): Promise<void> {
  const made = await modified(file)
  if (!mayBuild) {
    if (made !== undefined) return
    throw new Error(`${file} is missing. Run: npm run build`)
  }
  const changed = await newest(sources)
  if (made !== undefined && (changed === undefined || changed < made)) return
  const { buildBundle } = await import('./build-bundle.ts')
  await buildBundle()
}

async function newest(folder: string): Promise<number | undefined> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const times = await Promise.all(names.map((name) => modified(join(folder, name))))
  return times.reduce<number | undefined>(
    (latest, time) => (latest === undefined || (time ?? 0) > latest ? time : latest),
    undefined,
  )
}

async function modified(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  )
}
