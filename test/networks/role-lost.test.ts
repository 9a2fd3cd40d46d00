import t from 'tap'
import { picture } from '../../core/src/features/media/fixtures/media-files.ts'
import { startNetworks } from '../support/networks.ts'

const networks = await startNetworks(t, { variables: { INSTAGRAM_LOGIN: 'facebook' } })
const person = await networks.tenant()
const jpeg = await picture('jpeg', { width: 800, height: 800 })
const photo = await person.upload('photo.jpg', 'image/jpeg', jpeg)

await t.test(
  'Instagram by Facebook Login ends with the role on the Page, and says what to do',
  async (t) => {
    const account = await person.connect('INSTAGRAM', 'losesrole')
    await networks.sandbox.advance(601)
    const id = await person.publish({
      content: 'Still ours?',
      socialAccountIds: [account],
      mediaIds: [photo],
    })
    const [waiting] = await person.until(id, ['retry_wait', 'failed', 'published'])
    t.match(waiting, {
      state: 'retry_wait',
      error: {
        code: 'reauth',
        networkCode: '190/492',
        message: /role/,
        remedy: /role on the Page/,
      },
    })
    t.match(await person.account(account), { health: { status: 'needs_reconnect' } })
    const [notice, ...more] = await person.notices('ACCOUNT_NEEDS_RECONNECT')
    t.match(notice, { title: /./, message: /onnect/ })
    t.same(more, [], 'once')
    const again = await person.reconnect(account, 'losesrole')
    t.match(
      again,
      { status: 'failed', error: { message: /\w/, remedy: /\w/ } },
      'told to the person',
    )
    t.same(await networks.sandbox.published('instagram'), [])
  },
)
