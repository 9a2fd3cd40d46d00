import { randomBytes } from 'node:crypto'

/**
 * Slots stand in a drawn request for what is known only when it is sent, so that the same seed draws the same
 * requests in every run: ids of a world, versions, texts that nobody has used yet.
 */

/** A text of its own in every request. */
export const uniqueSlot = '⟦unique⟧'

/** The present version of what the path names. */
export const versionSlot = '⟦version⟧'

/** The id that a field of this name may hold, of the asker's own things. */
export function idSlot(name: string): string {
  return `⟦own:${name}⟧`
}

/** The same of a stranger's things. */
export function foreignSlot(name: string): string {
  return `⟦foreign:${name}⟧`
}

/** What the slots hold. */
export interface Filling {
  readonly own: (name: string) => string
  readonly foreign: (name: string) => string
  readonly version: number
}

/** The same value with every slot filled. */
export function fill(value: unknown, filling: Filling): unknown {
  if (value === versionSlot) return filling.version
  if (typeof value === 'string') return fillText(value, filling)
  if (Array.isArray(value)) return value.map((item) => fill(item, filling))
  if (typeof value !== 'object' || value === null) return value
  // Not by assignment: a field may be called `__proto__`.
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, fill(part, filling)]),
  )
}

/** The same for a text. */
export function fillText(text: string, { own, foreign, version }: Filling): string {
  if (!text.includes('⟦')) return text
  return text
    .replaceAll(uniqueSlot, () => randomBytes(6).toString('hex'))
    .replaceAll(versionSlot, String(version))
    .replaceAll(/⟦own:([^⟧]*)⟧/g, (_, name: string) => own(name))
    .replaceAll(/⟦foreign:([^⟧]*)⟧/g, (_, name: string) => foreign(name))
}

/** Whether something waits for a version. */
export function wantsVersion(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes(versionSlot)
}
