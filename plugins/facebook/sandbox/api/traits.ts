import { personTraits, type Page } from '@t21/meta-graph/sandbox'
import { numbered } from './refusals.ts'

/** Refusals of every publication, by the beginning of a handle. */
const blocks: readonly { readonly beginning: string; readonly number: number }[] = [
  { beginning: 'blocked', number: 368 },
  { beginning: 'limited', number: 1404112 },
  { beginning: 'unauthorized', number: 1404078 },
  { beginning: 'unidentified', number: 4854002 },
]

/**
 * Refuses what a page of this handle may never publish.
 *
 * @throws GraphRefusal
 */
export function refuseBlockedPage(page: Page): void {
  const handle = page.handle.toLowerCase()
  const block = blocks.find(({ beginning }) => handle.startsWith(beginning))
  if (block !== undefined) throw numbered(block.number)
}

/** True for a page that may say and show the same thing again and again. */
export function mayRepeat(page: Page): boolean {
  return personTraits(page.handle).repeats
}
