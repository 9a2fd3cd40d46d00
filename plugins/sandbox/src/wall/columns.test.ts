import t from 'tap'
import { pictures, wallOf, type ShownNetwork } from '../../test/wall-of.ts'

const networks: readonly ShownNetwork[] = [
  {
    network: 'a',
    look: { card: 'gallery', accent: '#c4327a', mark: 'M2 2h20v20z' },
    posts: [
      { kind: 'comment', text: 'First', inReplyTo: '2' },
      { kind: 'carousel', text: 'Some', media: pictures('x', 'y') },
      { kind: 'story', media: pictures('s') },
    ],
  },
  {
    network: 'b',
    look: { card: 'portrait', accent: '#0e8f8a' },
    posts: [
      { kind: 'reel', media: [{ id: 'v', kind: 'video', mimeType: 'video/mp4' }] },
      { kind: 'carousel', media: [...pictures('p'), { id: 'q', kind: 'image', mimeType: 'a/b' }] },
    ],
  },
  {
    network: 'c',
    posts: [
      { text: 'One', quotes: '2' },
      { text: 'Two', metrics: { likes: 1 } },
    ],
  },
  { network: 'd', look: { card: 'professional', accent: '#0b6b8f' } },
]

t.test('each network has a column in its own look, and a way to it', async (t) => {
  const { page } = await wallOf(t, ...networks)
  const columns = page.split('<section class="column ').slice(1)

  t.same(
    columns.map((column) => column.split('"')[0]),
    [
      'look-a card-gallery',
      'look-b card-portrait',
      'look-c card-stream',
      'look-d card-professional',
    ],
  )
  for (const [index, column] of columns.entries()) {
    const name = 'abcd'[index]
    t.match(column, `data-topic="${name}" id="column-${name}" aria-labelledby="name-${name}"`)
    t.match(column, `<h2 id="name-${name}">The ${name}</h2>`)
    t.match(page, `href="#column-${name}"`)
  }
  t.match(columns[0], '<path d="M2 2h20v20z" />', 'its mark')
  t.match(columns[1], '<span class="mark" aria-hidden="true">T</span>', 'or its first letter')
})

t.test('one network needs no switcher', async (t) => {
  const { page } = await wallOf(t, { network: 'a' })
  t.notMatch(page, 'class="switcher"')
})

t.test('an empty column says what to do', async (t) => {
  const { page } = await wallOf(t, ...networks)
  const [, column = ''] = page.split('id="column-d"')

  t.match(column, 'Connect an account of The d, then publish')
  t.match(column, '<code>"platforms": ["D"]</code>')
})

t.test('the page can be used without sight and without a mouse', async (t) => {
  const { page } = await wallOf(t, ...networks)
  const tags = (name: string) => page.match(new RegExp(`<${name}[\\s>][^>]*>?`, 'g')) ?? []

  t.match(page, '<html lang="en">')
  t.equal(tags('h1').length, 1)
  t.equal(tags('main').length, 1)
  for (const image of tags('img')) t.match(image, / alt="/)
  for (const video of tags('video')) {
    t.match(video, / aria-label="[^"]+"/)
    t.match(video, ' muted')
  }
  for (const button of tags('button')) t.match(button, /type="button".* aria-label="[^"]+"/)
  for (const article of tags('article')) t.match(article, /aria-label="\w+ by Ada Lovelace"/)
  for (const svg of tags('svg').filter((one) => !one.includes('24 24"><')))
    t.match(svg, /aria-hidden="true"|viewBox="0 0 24 24">/)
  for (const column of tags('section')) t.match(column, 'tabindex="0"', 'it scrolls by keyboard')
  for (const nav of tags('nav')) t.match(nav, 'aria-label="')

  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  t.same(ids, [...new Set(ids)], 'no id stands twice')
  for (const [, target = ''] of page.matchAll(/ href="#([^"]+)"/g)) {
    t.ok(ids.includes(target), `#${target} leads somewhere`)
  }
})
