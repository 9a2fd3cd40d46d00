import t from 'tap'
import { articleIn, pictures, wallOf } from '../../test/wall-of.ts'

const gallery = { card: 'gallery', accent: '#c4327a' } as const
const portrait = { card: 'portrait', accent: '#0e8f8a' } as const
const feed = { card: 'feed', accent: '#2f63d8' } as const

t.test('a gallery shows the picture first and the text as a caption with a name', async (t) => {
  const text = 'Ten to six'
  const { page } = await wallOf(t, {
    network: 'a',
    look: gallery,
    posts: [{ text, media: pictures('x') }],
  })
  const shown = articleIn(page, 'a-1')

  t.match(
    shown,
    /<img src="\/_media\/a\/x" alt="Shows x".*<p class="text"><strong>ada<\/strong> Ten/,
  )
  t.match(page, 'card-gallery')
})

t.test('a feed shows the text above the picture', async (t) => {
  const text = 'Ten to six'
  const { page } = await wallOf(t, {
    network: 'a',
    look: feed,
    posts: [{ text, media: pictures('x') }],
  })

  t.match(articleIn(page, 'a-1'), /<strong>Ada Lovelace<\/strong>.*Ten to six.*<img/)
})

t.test('a portrait has everything written on one upright picture', async (t) => {
  const post = {
    text: 'Ten to six',
    title: 'Dawn',
    media: pictures('x'),
    labels: { 'visible to': 'everyone', 'AI-generated': 'yes' },
    metrics: { views: 12 },
  }
  const { page } = await wallOf(t, { network: 'a', look: portrait, posts: [post] })
  const [frame = ''] = articleIn(page, 'a-1').split('</div> </div> ').slice(-1)

  t.match(articleIn(page, 'a-1'), /<div class="upright">.*<img.*class="over"/)
  t.match(articleIn(page, 'a-1'), /<li>visible to: everyone<\/li> ?<li>AI-generated<\/li>/)
  t.match(articleIn(page, 'a-1'), /Dawn.*Ten to six.*class="rail".*<b>12<\/b> <span>views/)
  t.notMatch(frame, '<img')
})

t.test(
  'several pictures are swiped through where the network does so, and a grid elsewhere',
  async (t) => {
    const media = pictures('x', 'y', 'z')
    const { page } = await wallOf(
      t,
      { network: 'a', look: gallery, posts: [{ media, kind: 'carousel' }] },
      { network: 'b', look: feed, posts: [{ media }, { media, kind: 'carousel' }] },
    )
    const swiped = articleIn(page, 'a-1')

    t.match(swiped, /class="track" tabindex="0"/, 'arrow keys reach it')
    t.match(
      swiped,
      /aria-label="1 of 3".*Shows x.*aria-label="2 of 3".*Shows y.*aria-label="3 of 3"/,
    )
    t.match(swiped, /<button class="step back"[^>]* hidden aria-label="Previous">/)
    t.match(swiped, /<button class="step forth"[^>]* hidden aria-label="Next">/)
    t.equal(swiped.split('<i data-own').length - 1, 3, 'a dot for each')
    t.match(articleIn(page, 'b-1'), 'class="media media-3"')
    t.match(articleIn(page, 'b-2'), 'class="track"')
  },
)

t.test('stories stand at the top, with a ring, and not among the posts', async (t) => {
  const story = { kind: 'story', media: pictures('x') } as const
  const { page } = await wallOf(t, {
    network: 'a',
    look: feed,
    posts: [{ text: 'newest' }, story, story, { kind: 'comment', text: 'Ha', inReplyTo: '3' }],
  })
  const [stories = '', threads = ''] = page.split('id="threads-a"')

  t.match(stories, /id="stories-a".*id="a-2".*class="ring"/)
  t.notMatch(threads, 'id="a-2"')
  t.match(threads, /id="a-3".*class="ring".*Ha/, 'one with comments has no room up there')
})

t.test('reels and drafts are called so, carousels and documents are seen to be such', async (t) => {
  const kinds = ['reel', 'draft', 'repost', 'post', 'carousel', 'document', 'article'] as const
  const { page } = await wallOf(t, { network: 'a', posts: kinds.map((kind) => ({ kind })) })

  t.same(
    [...page.matchAll(/<li class="kind">(\w+)</g)].map(([, kind]) => kind),
    ['reel', 'draft', 'repost'],
  )
  for (const kind of kinds) t.match(page, `class="post kind-${kind}"`)
})

t.test('comments stand below their post, an answer to one is set in', async (t) => {
  const { page } = await wallOf(t, {
    network: 'a',
    look: feed,
    posts: [
      { kind: 'comment', text: 'Stray', inReplyTo: 'x' },
      { kind: 'comment', text: 'Thanks', inReplyTo: '3', labels: { hidden: 'yes' } },
      { kind: 'comment', text: 'First', inReplyTo: '4', metrics: { likes: 1 } },
      { text: 'The post' },
    ],
  })
  const shown = articleIn(page, 'a-4')

  t.match(
    shown,
    /The post.*aria-label="Comments".*id="a-3">.*First.*<b>1<\/b> <span>like<.*id="a-2"/,
  )
  t.match(shown, /id="a-2" class="set-in">.*Thanks.*<li>hidden<\/li>/)
  t.match(articleIn(page, 'a-1'), /Answers a post that is not here.*Stray/)
})

t.test('a post that shows another one has it inside', async (t) => {
  const { page } = await wallOf(t, {
    network: 'a',
    posts: [{ text: 'See this', quotes: '2' }, { text: 'The first' }, { quotes: 'gone' }],
  })

  t.match(articleIn(page, 'a-1'), /See this.*<blockquote.*href="#a-2">@ada<.*The first/)
  t.match(articleIn(page, 'a-3'), 'It shows a post that is not here.')
})

t.test('a document is a card with its title and pages, and leads to the file', async (t) => {
  const media = [{ id: 'd', kind: 'document', mimeType: 'application/pdf', pages: 3 }] as const
  const { page } = await wallOf(t, {
    network: 'a',
    posts: [{ kind: 'document', title: 'The winter card', media }],
  })
  const shown = articleIn(page, 'a-1')

  t.match(shown, 'href="/_media/a/d" download="The winter card.pdf"')
  t.match(shown, '<strong>The winter card</strong><small>PDF · 3 pages</small>')
  t.equal(shown.split('class="title"').length, 1, 'the title stands on the card only')
})

t.test('a link is a card with its picture, site, title and description', async (t) => {
  const link = { url: 'https://www.example.com/a', title: 'A', description: 'B', imageId: 'x' }
  const { page } = await wallOf(t, {
    network: 'a',
    posts: [{ kind: 'article', link }, { link: { url: 'javascript:alert(1)', title: 'Click me' } }],
  })

  t.match(
    articleIn(page, 'a-1'),
    /<a class="link" href="https:\/\/www\.example\.com\/a"[^>]*rel="noopener noreferrer"><img src="\/_media\/a\/x" alt=""[^>]*>.*example\.com<\/small><strong>A<\/strong><span>B</,
  )
  t.match(articleIn(page, 'a-2'), '<div class="link">')
  t.notMatch(page, 'href="javascript')
})

t.test('a poll has its question, a video its cover', async (t) => {
  const options = [{ label: 'Tea', votes: 1 }]
  const poll = { options, endsAt: '2026-01-03T00:00:00.000Z' }
  const video = { id: 'v', kind: 'video', mimeType: 'video/mp4', posterId: 'p' } as const
  const { page } = await wallOf(t, {
    network: 'a',
    posts: [{ title: 'What?', poll }, { media: [video] }],
  })

  t.match(articleIn(page, 'a-1'), /<p class="poll-question">What\?<\/p>.*Tea/)
  t.match(articleIn(page, 'a-2'), /<video data-own src="\/_media\/a\/v" poster="\/_media\/a\/p"/)
})
