import t from 'tap'
import { draft, file } from '../test/calls.ts'
import { connector } from './index.ts'

t.test('pictures are made to fit X; animated pictures and videos stay as they are', async (t) => {
  const media = [
    file({ kind: 'image' }),
    file({ kind: 'gif', mimeType: 'image/gif' }),
    file({ kind: 'video', mimeType: 'video/mp4' }),
  ]
  t.same(connector.fit?.(draft({ media }), null), [
    {
      mimeTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'],
      maxBytes: 5 * 1024 * 1024,
    },
    null,
    null,
  ])
})
