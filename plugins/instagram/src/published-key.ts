import type { PublishPart } from '@t21/plugin-kit'
import type { PostProgress } from './checkpoint.ts'
import { fingerprint } from './fingerprint.ts'
import { formOf, productOf } from './form.ts'

/**
 * What is known of a post whose container is published, but whose id Instagram has not told: enough to know it again in
 * the account's list.
 */
export interface PublishedKey {
  readonly containerId: string
  /** Nothing older can be it. Unix seconds. */
  readonly since: number
  readonly product: string
  /** Of the caption. */
  readonly caption: string
}

/** The key of a post. `intentAt` is when publishing was about to begin, where that is known. */
export function keyOf(
  part: PublishPart,
  progress: PostProgress,
  intentAt: Date | null,
): PublishedKey {
  const form = formOf(part)
  const made = Date.parse(progress.main.createdAt)
  const since = Math.max(made, intentAt?.getTime() ?? made)
  return {
    containerId: progress.main.containerId,
    since: Math.floor(since / 1000),
    product: productOf(form),
    // A story has none.
    caption: captionPrint(form === 'story' ? '' : part.text),
  }
}

/** A caption as it can be compared: Instagram trims it and has its own line ends. */
export function captionPrint(caption: string): string {
  return fingerprint(caption.normalize('NFC').replace(/\s+/g, ' ').trim())
}

const prefix = 'container'

/** The id under which such a post goes until its own is known. It holds the whole key, for `resolve` gets nothing else. */
export function provisionalId(key: PublishedKey): string {
  return [prefix, key.containerId, key.since, key.product, key.caption].join(':')
}

/** The key in such an id; `null` for the id of a post. */
export function keyIn(remoteId: string): PublishedKey | null {
  const [first, containerId, since, product, caption] = remoteId.split(':')
  if (first !== prefix || !containerId || !product || caption === undefined) return null
  return { containerId, since: Number(since), product, caption }
}
