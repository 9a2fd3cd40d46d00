import t from 'tap'
import { startExample } from '../../test/sandbox-client.ts'
import { safeType } from './safe-type.ts'

t.test('covers, pictures of links and documents are served too', async (t) => {
  const { post, url } = await startExample(t)
  for (const [id, content] of [
    ['film', 'film'],
    ['cover', '\xff\xd8\xff cover'],
    ['card', '\x89PNG card'],
    ['menu', '%PDF-1.4'],
    ['word', '%PDF-1.4'],
  ] as const) {
    const form = new FormData()
    form.set('media', new Blob([Buffer.from(content, 'latin1')]), 'a')
    await fetch(`${url}/upload.example.com/media/${id}`, { method: 'POST', body: form })
  }
  await post({
    text: 'x',
    link: { url: 'https://example.com', imageId: 'card' },
    media: [
      { id: 'film', kind: 'video', mimeType: 'video/mp4', posterId: 'cover' },
      { id: 'menu', kind: 'document', mimeType: 'application/pdf' },
      { id: 'word', kind: 'document', mimeType: 'text/html' },
    ],
  })
  async function served(id: string) {
    const { status, headers } = await fetch(`${url}/_media/example/${id}`)
    return [status, headers.get('content-type'), headers.get('content-disposition')]
  }

  t.same(await served('cover'), [200, 'image/jpeg', null])
  t.same(await served('card'), [200, 'image/png', null])
  t.same(await served('menu'), [200, 'application/pdf', 'attachment'])
  t.same(await served('word'), [200, 'application/octet-stream', 'attachment'])
})

t.test('what a file is called does not make it one', async (t) => {
  for (const [claimed, start, type] of [
    ['image/png', '<html>', 'image/png'],
    ['text/html', '\x89PNG', 'application/octet-stream'],
    ['application/pdf', '<html>', 'application/octet-stream'],
    ['application/pdf', '%PDF-1.7', 'application/pdf'],
    ['', 'GIF89a', 'image/gif'],
    ['', 'RIFF\n\n\n\nWEBPVP8', 'image/webp'],
    ['', '<svg>', 'application/octet-stream'],
    ['', '', 'application/octet-stream'],
  ] as const) {
    t.equal(safeType(claimed, Buffer.from(start, 'latin1')), type, `${claimed} ${start}`)
  }
})
