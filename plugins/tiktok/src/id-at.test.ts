import t from 'tap'
import { connector } from './index.ts'

const account = { platformUserId: '42', username: 'acme', facts: {} }
const idAt = (url: string) => connector.idAt?.(url, account)

t.test('the id of a post stands in its address', async (t) => {
  for (const url of [
    'https://www.tiktok.com/@acme/video/1790000000000000001',
    'https://www.tiktok.com/@acme/photo/1790000000000000001?is_from_webapp=1',
  ]) {
    t.equal(idAt(url), '1790000000000000001', url)
  }
})

t.test('an address that does not tell the id of a post tells nothing', async (t) => {
  for (const url of [
    'https://www.tiktok.com/@acme',
    'https://vm.tiktok.com/ZMabc/',
    'https://www.tiktok.com.example.com/@acme/video/1790000000000000001',
    'no address',
  ]) {
    t.equal(idAt(url), undefined, url)
  }
})
