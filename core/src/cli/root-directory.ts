import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder whose package.json lists the plugins: where the command is run, or above it. */
export function rootDirectory(): string {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (dirname(folder) === folder) {
      throw new Error(
        'There is no package.json here or above: run this where your plugins are installed.',
      )
    }
  }
}
