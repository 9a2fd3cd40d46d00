import type { Call } from '../api/endpoint.ts'
import { newId } from '../api/ids.ts'
import type { Publication } from './publication.ts'
import { keepPublication } from './publications.ts'

/** Begins an attempt. From here on its `publish_id` is known. */
export function beginPublication(
  { context, caller }: Call,
  begun: Pick<Publication, 'media' | 'mode' | 'info' | 'upload'>,
): Publication {
  const medium = begun.media === 'photo' ? 'p' : 'v'
  const mode = begun.mode === 'direct' ? 'pub' : 'inbox'
  const source = begun.upload === null ? 'url' : 'file'
  // Photos and videos differ in their version, as seen in the wild; the id is opaque all the same.
  const version = begun.media === 'photo' ? 'v2' : 'v2-1'
  return keepPublication(context, {
    ...begun,
    id: `${medium}_${mode}_${source}~${version}.${newId(context)}`,
    clientKey: caller.client.key,
    openId: caller.openId,
    handle: caller.account.handle,
    createdAt: context.now().getTime(),
    downloadedBytes: 0,
    files: [],
    arrival: null,
    cancelled: false,
    postedByHandAt: null,
    questions: 0,
    takenDownAt: null,
    announced: [],
  })
}
