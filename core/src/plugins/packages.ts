import { readFile, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** What the loader reads of a package.json. */
export interface PackageJson {
  readonly name?: string
  readonly version?: string
  readonly main?: string
  readonly exports?: unknown
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  /** The manifest of a plugin, not yet checked. */
  readonly t21?: unknown
}

/** A dependency as it lies on disk, workspace and npm alike. */
export interface InstalledPackage {
  readonly name: string
  readonly directory: string
  readonly json: PackageJson
}

/**
 * The root's dependencies that are installed, in the order of their names.
 *
 * @throws Error where the root has no readable package.json
 */
export async function installedDependencies(rootDirectory: string): Promise<InstalledPackage[]> {
  const root = await readPackage(rootDirectory)
  if (root === undefined) throw new Error(`There is no package.json in ${rootDirectory}.`)
  const names = Object.keys(root.dependencies ?? {}).sort()
  const found = await Promise.all(names.map((name) => findPackage(rootDirectory, name)))
  return found.filter((installed) => installed !== undefined)
}

/** What a plugin may export. */
export type Subpath = '.' | './sandbox' | './sandbox/credentials'

/**
 * The file behind `import '<package>'` or `import '<package>/sandbox'`, by the package's `exports`.
 * Node resolves only from the importing file, and the plugins are the root's dependencies, not core's.
 */
export function entryPoint(installed: InstalledPackage, subpath: Subpath): string | undefined {
  const { exports, main } = installed.json
  if (exports === undefined) {
    return subpath === '.' ? join(installed.directory, main ?? 'index.js') : undefined
  }
  const target = pick(isSubpathMap(exports) ? exports[subpath] : subpath === '.' && exports)
  return target === undefined ? undefined : join(installed.directory, target)
}

const conditions = new Set(['node', 'import', 'module-sync', 'default'])

function pick(target: unknown): string | undefined {
  if (typeof target === 'string') return target
  if (Array.isArray(target)) return target.map(pick).find((found) => found !== undefined)
  if (typeof target !== 'object' || target === null) return undefined
  for (const [condition, nested] of Object.entries(target)) {
    const found = conditions.has(condition) ? pick(nested) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

function isSubpathMap(exports: unknown): exports is Readonly<Record<string, unknown>> {
  return (
    typeof exports === 'object' &&
    exports !== null &&
    Object.keys(exports).some((key) => key.startsWith('.'))
  )
}

/** Looks in `node_modules` here and in every folder above, as Node does. */
async function findPackage(from: string, name: string): Promise<InstalledPackage | undefined> {
  const directory = join(from, 'node_modules', name)
  const json = await readPackage(directory)
  // The real path: Node strips types only outside of `node_modules`, where workspace packages are.
  if (json !== undefined) return { name, directory: await realpath(directory), json }
  const parent = dirname(from)
  return parent === from ? undefined : findPackage(parent, name)
}

async function readPackage(directory: string): Promise<PackageJson | undefined> {
  try {
    return JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as PackageJson
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`${join(directory, 'package.json')} cannot be read.`, { cause: error })
  }
}
