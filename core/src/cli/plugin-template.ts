import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** The files of a new plugin, beside `src` and `dist` alike; type-checked like everything else. */
const template = join(import.meta.dirname, '../../plugin-template')

/** Files that would be read as this repository's own under the names they get. */
const names: Readonly<Record<string, string>> = {
  'package.template.json': 'package.json',
  'tsconfig.template.json': 'tsconfig.json',
  'tsconfig.build.template.json': 'tsconfig.build.json',
  'taprc.template': '.taprc',
}

/** How a new plugin is called. */
export interface PluginNames {
  /** `my-net`. */
  readonly id: string
  /** `MY_NET`. */
  readonly platform: string
  /** `My Net`. */
  readonly displayName: string
}

/** All names of a plugin from its id. @throws Error where it is none */
export function pluginNames(id: string): PluginNames {
  // The pattern of the manifest, without hyphens that would make two ids one platform.
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id.length < 2 || id.length > 32) {
    throw new Error(
      `"${id}" is no name for a plugin: use 2 to 32 lower case letters, digits and single hyphens, beginning with a letter, such as "my-net".`,
    )
  }
  const words = id.split('-')
  return {
    id,
    platform: id.replaceAll('-', '_').toUpperCase(),
    displayName: words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' '),
  }
}

/**
 * Writes a new plugin into a folder, all of it or nothing.
 *
 * @param ranges the kit it is developed with, and the kits it works with
 * @returns what is not written yet, as `file: what`
 * @throws Error where the folder is there already
 */
export async function writePlugin(
  folder: string,
  { id, platform, displayName }: PluginNames,
  ranges: { readonly kit: string; readonly peer: string },
): Promise<string[]> {
  if (existsSync(folder)) {
    throw new Error(`${folder} is there already: remove it, or choose another --directory.`)
  }
  await mkdir(dirname(folder), { recursive: true })
  const draft = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`))
  const missing: string[] = []
  try {
    await cp(template, draft, { recursive: true })
    for (const entry of await readdir(draft, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      const text = (await readFile(path, 'utf8'))
        .replaceAll('KIT_RANGE', ranges.kit)
        .replaceAll('PEER_RANGE', ranges.peer)
        .replaceAll('my-net', id)
        .replaceAll('MY_NET', platform)
        .replaceAll('My Net', displayName)
      await writeFile(path, text)
      const name = names[entry.name]
      if (name !== undefined) await rename(path, join(entry.parentPath, name))
      for (const [, what] of text.matchAll(/throw notWritten\('([^']+)'\)/g)) {
        if (entry.name.endsWith('.test.ts')) continue
        missing.push(`${path.slice(draft.length + 1)}: ${what}`)
      }
    }
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
  return missing.sort()
}
