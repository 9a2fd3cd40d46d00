import t from 'tap'
import { startExample } from '../../test/sandbox-client.ts'

const evil = `<script>alert(1)</script><img src=x onerror="alert(2)">'"&`

/** The article of a post, on one line. */
function articleOf(page: string, id: string): string {
  const [, rest = ''] = page.split(`id="example-${id}"`)
  return (rest.split('</article>')[0] ?? '').replaceAll(/\s+/g, ' ')
}

t.test('a post is shown with its author, time, text, labels and numbers', async (t) => {
  const { post, page } = await startExample(t)
  await post({
    account: { id: '7', username: 'ada_l', displayName: 'Ada King Lovelace' },
    text: 'First line\n  second with #tag, @ben and https://www.example.com/a-page/',
    labels: { replies: 'following' },
    metrics: { likes: 1234, replies: 0, quotes: 1, retries: 1 },
    publishedAt: '2026-01-02T03:04:05.000Z',
  })

  const whole = await page('/')
  const shown = articleOf(whole, '1')
  const moment =
    '<time datetime="2026-01-02T03:04:05.000Z" title="2026-01-02 03:04:05 UTC">2026-01-02 03:04 UTC</time>'

  t.match(shown, />AL<\/div>/, 'initials')
  t.match(shown, '<strong>Ada King Lovelace</strong> <span class="username">@ada_l</span>')
  t.match(shown, moment, 'the exact time on pointing at it')
  t.match(whole, '<p class="text">First line\n  second with <a', 'the text exactly as written')
  t.match(shown, '<a class="tag" href="/?q=%23tag">#tag</a>, <a class="tag" href="/?q=%40ben">')
  t.match(shown, /<a href="https:\/\/www\.example\.com\/a-page\/"[^>]*>example\.com\/a-page<\/a>/)
  t.match(shown, 'rel="noopener noreferrer"')
  t.match(shown, '<li>replies: following</li>')
  t.match(shown, '<b>1.2K</b> <span>likes</span>')
  t.match(shown, '<b>0</b> <span>replies</span>')
  t.match(shown, '<b>1</b> <span>quote</span></li>')
  t.match(shown, '<b>1</b> <span>retry</span></li>')
})

t.test('whatever people write is shown as text', async (t) => {
  const { post, page, send } = await startExample(t)
  await post({
    id: evil,
    account: { id: evil, username: evil, displayName: evil },
    text: `${evil} https://example.com/${evil} #tag${evil}`,
    kind: evil,
    title: evil,
    link: { url: `javascript:${evil}`, title: evil, description: evil, imageId: evil },
    labels: { [evil]: evil },
    metrics: { [evil]: 1 },
    media: [
      { id: evil, kind: 'image', mimeType: evil, altText: evil },
      { id: evil, kind: 'video', mimeType: `video/${evil}`, altText: evil, posterId: evil },
      { id: evil, kind: 'document', mimeType: evil },
    ],
    poll: { options: [{ label: evil, votes: 1 }], endsAt: evil },
    publishedAt: evil,
    inReplyTo: evil,
  })
  await post({ text: 'answer', inReplyTo: evil, quotes: evil })
  await post({ text: evil, kind: 'comment', inReplyTo: evil })
  await send('POST', '/_mail/messages', { id: evil, to: 'a<b>@x', subject: evil, text: evil })

  for (const path of ['/', `/?q=${encodeURIComponent(evil)}`, '/outbox']) {
    const shown = await page(path)
    t.match(shown, '&lt;script&gt;alert(1)&lt;/script&gt;', `${path} shows it`)
    t.notMatch(shown, '<script>', path)
    t.notMatch(shown, '<img src=x', path)
    t.notMatch(shown, /<[^>]*\sonerror="?alert/, path)
    t.notMatch(shown, 'a<b>', path)
  }
})

t.test('the pages allow nothing but what the sandbox itself serves', async (t) => {
  const { send, url } = await startExample(t)
  for (const path of ['/', '/outbox']) {
    const answer = await fetch(`${url}${path}`)
    const policy = answer.headers.get('content-security-policy') ?? ''
    const markup = await answer.text()

    t.match(policy, "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'")
    t.notMatch(policy, 'unsafe')
    t.equal(answer.headers.get('x-content-type-options'), 'nosniff')
    t.notMatch(markup, /\sstyle="|<style|\son[a-z]+="|(src|href)="(https?:)?\/\//)
    for (const [, asset = ''] of markup.matchAll(/(?:src|href)="(\/_assets\/[^"]+)"/g)) {
      t.equal((await fetch(`${url}${asset}`)).status, 200, asset)
    }
  }
  t.equal((await send('GET', '/_assets/..%2Fpackage.json')).status, 404)
})

t.test('pictures and videos are shown, with their alternative texts', async (t) => {
  const { post, page } = await startExample(t)
  await post({
    text: '',
    media: [
      { id: 'a b', kind: 'image', mimeType: 'image/png', altText: 'A "lamp"' },
      { id: 'b', kind: 'image', mimeType: 'image/png' },
      { id: 'c', kind: 'video', mimeType: 'video/mp4' },
      { id: 'd', kind: 'gif', mimeType: 'image/gif' },
      { id: 'e', kind: 'gif', mimeType: 'video/mp4' },
    ],
  })

  const shown = articleOf(await page('/'), '1')

  t.match(shown, 'class="media media-5"')
  t.match(shown, '<img src="/_media/example/a%20b" alt="A &quot;lamp&quot;"')
  t.equal(shown.split('ALT</summary>').length - 1, 1, 'a badge only where there is a text')
  t.match(shown, '<img src="/_media/example/d"')
  t.match(shown, /<video data-own src="\/_media\/example\/c#t=0.1"[^>]* controls muted/)
  t.match(shown, /<video data-own src="\/_media\/example\/e"[^>]* loop/)
  t.notMatch(shown, 'class="text"')
})

t.test('media is served with its type and in parts, and only what is published', async (t) => {
  const { post, url, send } = await startExample(t)
  for (const [id, type] of [
    ['film', 'video/mp4'],
    ['page', 'text/html'],
    ['draft', 'image/png'],
  ] as const) {
    const form = new FormData()
    form.set('media', new Blob(['0123456789'], { type }), 'a')
    await fetch(`${url}/upload.example.com/media/${id}`, { method: 'POST', body: form })
  }
  await post({
    text: 'x',
    media: [
      { id: 'film', kind: 'video', mimeType: 'video/mp4' },
      { id: 'page', kind: 'image', mimeType: 'text/html' },
      { id: 'lost', kind: 'image', mimeType: 'image/png' },
    ],
  })
  async function part(range: string): Promise<Response> {
    return await fetch(`${url}/_media/example/film`, { headers: { range } })
  }

  const whole = await fetch(`${url}/_media/example/film`)
  t.equal(whole.headers.get('content-type'), 'video/mp4')
  t.equal(whole.headers.get('accept-ranges'), 'bytes')
  t.equal(await whole.text(), '0123456789')

  const middle = await part('bytes=3-5')
  t.equal(middle.status, 206)
  t.equal(middle.headers.get('content-range'), 'bytes 3-5/10')
  t.equal(await middle.text(), '345')
  t.equal((await part('bytes=10-')).status, 416)

  const claimed = await fetch(`${url}/_media/example/page`)
  t.equal(claimed.headers.get('content-type'), 'application/octet-stream', 'a page is no picture')
  t.match(claimed.headers.get('content-security-policy'), 'sandbox')
  t.equal(claimed.headers.get('x-content-type-options'), 'nosniff')

  for (const path of ['example/draft', 'example/lost', 'nowhere/film', 'example/..%2Fstore.json']) {
    t.equal((await send('GET', `/_media/${path}`)).status, 404, path)
  }
})

t.test('a poll is shown as bars', async (t) => {
  const { post, page } = await startExample(t)
  const options = [
    { label: 'Tea', votes: 3 },
    { label: 'Coffee', votes: 1 },
  ]
  await post({ text: 'a', poll: { options, endsAt: '2026-01-02T00:00:00.000Z' } })
  await post({
    text: 'b',
    poll: { options: [{ label: 'Nobody', votes: 0 }], endsAt: '2026-01-02T00:00:00.000Z' },
  })

  const whole = await page('/')

  t.match(articleOf(whole, '1'), /value="75".*<span>Tea<\/span> *<b>75%<\/b>.*value="25".*4 votes/)
  t.match(articleOf(whole, '2'), /value="0".*<b>0%<\/b>.*0 votes/)
})

t.test('a thread is one card, in which each part stands below the one it answers', async (t) => {
  const { post, page } = await startExample(t)
  await post({ text: 'one', publishedAt: '2026-01-02T10:00:00.000Z' })
  await post({ text: 'two', inReplyTo: '1', publishedAt: '2026-01-02T10:00:01.000Z' })
  await post({ text: 'three', inReplyTo: '2', publishedAt: '2026-01-02T10:00:02.000Z' })
  await post({ text: 'alone', publishedAt: '2026-01-02T10:00:03.000Z' })
  await post({ text: 'stray', inReplyTo: 'x', publishedAt: '2026-01-02T10:00:04.000Z' })

  const cards = (await page('/')).split('class="thread"').slice(1)

  t.equal(cards.length, 3)
  t.match(cards[0], /stray/)
  t.match(cards[0], 'Answers a post that is not here')
  t.match(cards[1], /alone/)
  t.match(
    cards[2]?.replaceAll(/\s+/g, ' '),
    /class="post kind-post".*>one<.*class="post [^"]*continues".*>two<.*continues".*>three</,
  )
})

t.test('a tag leads to the posts that have it', async (t) => {
  const { post, page } = await startExample(t)
  await post({ text: 'with #Tag' })
  await post({ text: 'without' })
  await post({ text: 'from ben', account: { id: '2', username: 'ben', displayName: 'B' } })

  const tagged = await page('/?q=%23tag')
  t.match(tagged, 'with <a')
  t.notMatch(tagged, 'without')
  t.match(tagged, 'Only what has “#tag”')
  t.match(await page('/?q=%40ben'), 'from ben')
  t.match(await page('/?q=nowhere'), 'Nothing here matches.')
})

t.test('an empty wall tells how to publish', async (t) => {
  const { post, page, sandbox } = await startExample(t)

  const empty = await page('/')
  t.match(empty, 'Nothing has been published yet')
  t.match(empty, 'POST /v1/posts\n{')
  t.match(empty, '"platforms": ["EXAMPLE"]')
  await post({ text: 'x' })
  t.notMatch(await page('/'), 'Nothing has been published yet')

  t.ok(sandbox.port > 0)
  const { page: pageOfNone } = await startExample(t, { emulators: [] })
  t.match(await pageOfNone('/'), 'No network is emulated')
})

t.test('a hundred threads are shown, and the others are told by number', async (t) => {
  const { post, page } = await startExample(t)
  for (let count = 1; count <= 103; count += 1) await post({ text: `number ${count}.` })

  const shown = await page('/')

  t.equal(shown.split('class="thread"').length - 1, 100)
  t.match(shown, 'number 103.')
  t.notMatch(shown, 'number 3.')
  t.match(shown, 'and 3 older ones')
  t.match(shown, '103 posts')
})
