import t from 'tap'
import { connector } from './index.ts'

const account = { platformUserId: '42', username: 'acme', facts: {} }
const idAt = (url: string) => connector.idAt?.(url, account)

t.test('the id of a post stands in its address', async (t) => {
  for (const url of [
    'https://x.com/acme/status/1790000000000000001',
    'https://twitter.com/acme/status/1790000000000000001?s=20',
    'https://mobile.twitter.com/acme/status/1790000000000000001/photo/1',
    'https://x.com/i/web/status/1790000000000000001',
  ]) {
    t.equal(idAt(url), '1790000000000000001', url)
  }
})

t.test('an address that does not tell the id of a post tells nothing', async (t) => {
  for (const url of [
    'https://x.com/acme',
    'https://x.com/acme/status/latest',
    'https://x.com.example.com/acme/status/1790000000000000001',
    'https://notx.com/acme/status/1790000000000000001',
    'https://t.co/abc',
    'no address',
  ]) {
    t.equal(idAt(url), undefined, url)
  }
})
