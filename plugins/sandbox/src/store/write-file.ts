import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

let written = 0

/** Replaces a file whole or not at all: whoever reads it never sees half of it. */
export async function writeFileWhole(path: string, content: string | Uint8Array): Promise<void> {
  written += 1
  const temporary = `${path}.${process.pid}-${written}.tmp`
  await mkdir(dirname(path), { recursive: true })
  try {
    await writeFile(temporary, content)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
