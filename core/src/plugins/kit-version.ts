import { readFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'

const kit = '@t21/plugin-kit'

/** The version of the kit that this server has. */
export async function kitVersion(): Promise<string> {
  const path = findPackageJSON(kit, import.meta.url)
  if (path === undefined) throw new Error(`${kit} is not installed.`)
  const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string }
  return version
}
