import { createHash } from 'node:crypto'
import { markup, toText, type Html } from '../pages/html.ts'
import { entriesOf } from './entries.ts'
import { postView, type Surroundings } from './post.view.ts'
import type { Thread } from './threads.ts'

/** A thread as one card; with a version, so that an open page changes only what has changed. */
export function threadView(network: string, thread: Thread, around: Surroundings): Html {
  const posts = markup`${entriesOf(thread).map((entry) => postView(entry, around))}`
  const version = createHash('sha1').update(toText(posts)).digest('base64url')
  return markup`<div class="thread" data-key="${network}-${thread.id}" data-version="${version}">
    ${posts}
  </div>`
}
