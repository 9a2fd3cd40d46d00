import t from 'tap'
import { connector } from './index.ts'

const member = { platformUserId: 'urn:li:person:abc', username: 'acme', facts: {} }
const idAt = (url: string) => connector.idAt?.(url, member)
const update = 'https://www.linkedin.com/feed/update'

t.test('the URN of a post stands in its address', async (t) => {
  t.equal(idAt(`${update}/urn:li:share:7000/`), 'urn:li:share:7000')
  t.equal(idAt(`${update}/urn%3Ali%3AugcPost%3A7000?utm_source=share`), 'urn:li:ugcPost:7000')
})

t.test('the URN of a comment stands behind that of its post', async (t) => {
  const urn = 'urn:li:comment:(urn:li:activity:7000,7001)'
  const url = `${update}/urn:li:activity:7000/?commentUrn=${encodeURIComponent(urn)}`
  t.equal(idAt(url), urn)
  t.equal(idAt(`${update}/urn:li:share:7000/?commentUrn=broken`), undefined)
})

t.test('an address that does not tell the URN of a post tells nothing', async (t) => {
  for (const url of [
    // An activity has another number than its post.
    `${update}/urn:li:activity:7000/`,
    'https://www.linkedin.com/posts/acme_some-words-activity-7000-AbCd',
    'https://www.linkedin.com.example.com/feed/update/urn:li:share:7000/',
    `${update}/%zz/`,
    'no address',
  ]) {
    t.equal(idAt(url), undefined, url)
  }
})
