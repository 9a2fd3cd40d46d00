import type { WallPost } from '@t21/plugin-kit/sandbox'
import t from 'tap'
import { threadsOf } from './threads.ts'

function buildPost(id: string, minute: number, inReplyTo: string | null = null): WallPost {
  return {
    network: 'example',
    id,
    url: `https://example.com/${id}`,
    account: { id: '1', username: 'ada', displayName: 'Ada' },
    kind: inReplyTo === null ? 'post' : 'reply',
    text: id,
    inReplyTo,
    media: [],
    poll: null,
    labels: {},
    metrics: {},
    publishedAt: new Date(Date.UTC(2026, 0, 1, 10, minute)).toISOString(),
  }
}

/** `a b+ c` is a thread in which b continues a, and c does not continue b. */
function drawn(posts: readonly WallPost[]): string[] {
  return threadsOf(posts).map((thread) =>
    thread.posts.map(({ post, continues }) => `${post.id}${continues ? '+' : ''}`).join(' '),
  )
}

t.test('the newest thread comes first, and reads from its first part to its last', async (t) => {
  const posts = [
    buildPost('b', 5),
    buildPost('a3', 3, 'a2'),
    buildPost('a2', 2, 'a1'),
    buildPost('a1', 1),
  ]

  t.same(drawn(posts), ['b', 'a1 a2+ a3+'])
})

t.test('parts of the same minute keep the order in which they were published', async (t) => {
  const posts = [buildPost('9', 1, '1'), buildPost('10', 1, '1'), buildPost('1', 1)]

  t.same(drawn(posts), ['1 10+ 9'])
})

t.test('answers of others stand behind the thread that they answer', async (t) => {
  const posts = [
    buildPost('c2', 9, 'c1'),
    buildPost('a2', 8, 'a1'),
    buildPost('c1', 7, 'a1'),
    buildPost('a1', 1),
  ]

  t.same(drawn(posts), ['a1 c1+ c2+ a2'])
})

t.test('an answer to a post that is not on the wall begins a thread', async (t) => {
  t.same(drawn([buildPost('b', 2, 'deleted'), buildPost('a', 1)]), ['b', 'a'])
})

t.test('posts that answer each other in a circle, or themselves, are shown once', async (t) => {
  t.same(drawn([buildPost('b', 2, 'a'), buildPost('a', 1, 'b')]), ['a b+'])
  t.same(drawn([buildPost('a', 1, 'a')]), ['a'])
})

t.test('a thread of ten thousand parts is drawn', async (t) => {
  const posts = [buildPost('0', 1)]
  for (let part = 1; part < 10_000; part += 1) {
    posts.unshift(buildPost(String(part), 1, String(part - 1)))
  }

  const [thread] = threadsOf(posts)
  t.equal(thread?.posts.length, 10_000)
  t.equal(thread?.posts.at(-1)?.post.id, '9999')
})
