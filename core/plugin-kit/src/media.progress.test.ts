import { test } from 'tap'
import { uploadedMedia } from './media.progress.ts'

const part = { media: [{ id: 'a' }, { id: 'b' }] }
const uploaded = (sourceId: string) => ({ sourceId, state: 'uploaded', mediaId: `m-${sourceId}` })

test('a part is ready with exactly its own files, in order, all of them uploaded', (t) => {
  const media = [uploaded('a'), uploaded('b')]
  t.equal(uploadedMedia(part, media), media)
  t.same(uploadedMedia({ media: [] }, []), [])
  for (const stored of [
    undefined,
    [],
    [uploaded('a')],
    [...media, uploaded('c')],
    media.toReversed(),
    [uploaded('a'), uploaded('c')],
    [uploaded('a'), { ...uploaded('b'), state: 'processing' }],
  ]) {
    t.equal(uploadedMedia(part, stored), null)
  }
  t.equal(uploadedMedia({ media: [] }, undefined), null, 'nothing was prepared')
  t.end()
})
