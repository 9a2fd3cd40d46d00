import { readFile, rename } from 'node:fs/promises'
import type { SandboxLogger } from '../logger.ts'
import { writeFileWhole } from './write-file.ts'

/** The collections of a store, by name, as a snapshot file holds them. */
export type Collections = Map<string, Iterable<readonly [string, unknown]>>

/** Writes a snapshot, whole or not at all. */
export async function writeSnapshot(file: string, collections: Collections): Promise<void> {
  const entries = [...collections].map(([name, values]) => [name, [...values]] as const)
  await writeFileWhole(
    file,
    JSON.stringify({ version: 1, collections: Object.fromEntries(entries) }),
  )
}

/**
 * Reads a snapshot; no file is an empty one. A file that cannot be understood is set aside beside its
 * place, so that the sandbox starts and nothing is destroyed.
 */
export async function readSnapshot(file: string, logger: SandboxLogger): Promise<Collections> {
  const content = await readText(file)
  if (content === undefined) return new Map()
  try {
    return parseSnapshot(content)
  } catch (error) {
    const aside = `${file}.broken-${Date.now()}`
    await rename(file, aside)
    logger.warn({ file, aside, error }, 'A snapshot of the sandbox was broken and is set aside')
    return new Map()
  }
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function parseSnapshot(content: string): Collections {
  const snapshot: unknown = JSON.parse(content)
  if (!isRecord(snapshot) || snapshot['version'] !== 1 || !isRecord(snapshot['collections'])) {
    throw new TypeError('It is not a snapshot of version 1.')
  }
  const collections: Collections = new Map()
  for (const [name, values] of Object.entries(snapshot['collections'])) {
    if (!Array.isArray(values)) throw new TypeError(`Its collection "${name}" is not a list.`)
    collections.set(name, values.map(entryOf))
  }
  return collections
}

function entryOf(value: unknown): readonly [string, unknown] {
  if (!Array.isArray(value) || typeof value[0] !== 'string') {
    throw new TypeError('One of its entries has no name.')
  }
  return [value[0], value[1]]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
