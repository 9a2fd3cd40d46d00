import t from 'tap'
import { connector } from './index.ts'

const page = { platformUserId: '42', username: 'acme', facts: {} }
const idAt = (url: string) => connector.idAt?.(url, page)

t.test(
  'the id of a post begins with that of its Page, which its address does not name',
  async (t) => {
    for (const url of [
      'https://www.facebook.com/acme/posts/1220',
      'https://www.facebook.com/42/posts/1220/',
      'https://m.facebook.com/acme/posts/some-words/1220?ref=share',
      'https://www.facebook.com/permalink.php?story_fbid=1220&id=42',
    ]) {
      t.equal(idAt(url), '42_1220', url)
    }
  },
)

t.test('an address that does not tell the id of a post tells nothing', async (t) => {
  for (const url of [
    // No id of the API.
    'https://www.facebook.com/acme/posts/pfbid02aBc',
    'https://www.facebook.com/permalink.php?story_fbid=pfbid02aBc&id=42',
    // The video's id is not its post's.
    'https://www.facebook.com/reel/1220/',
    'https://www.facebook.com/acme/posts/1220?comment_id=9',
    'https://www.facebook.com.example.com/acme/posts/1220',
    'https://x.com/acme/posts/1220',
    'https://fb.watch/abc',
    'no address',
  ]) {
    t.equal(idAt(url), undefined, url)
  }
})
