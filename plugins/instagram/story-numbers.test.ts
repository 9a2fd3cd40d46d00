import { labHttp } from '@t21/meta-graph/sandbox/testing'
import t from 'tap'
import { createLab, type Lab } from './sandbox/support/lab.ts'
import { published } from './sandbox/support/publish.ts'
import { connector } from './src/index.ts'
import { toFacts, type Login } from './src/facts.ts'
import { call } from './test/calls.ts'

/** The numbers of a story so many hours after it was published. */
async function numbersOf(lab: Lab, login: Login, handle: string, hours: number) {
  const who = login === 'facebook' ? await lab.signInByFacebook(handle) : await lab.signIn(handle)
  const publishedAt = lab.context.now()
  const remoteId = await published(lab, who, { media_type: 'STORIES' })
  lab.advance(hours * 3_600)
  const facts = toFacts({ login, accountType: null, pageId: '7' })
  const asking = call(labHttp(lab), {
    accessToken: who.token,
    account: { platformUserId: who.id, username: handle, facts },
    now: lab.context.now(),
  })
  const query = { remoteId, publishedAt, options: { format: 'story' } }
  const numbers = await connector.metrics?.(asking, [query])
  return numbers?.get(remoteId)
}

t.test('a story tells its numbers for a day; its clicks by Facebook Login alone', async (t) => {
  const told = await numbersOf(createLab(), 'facebook', 'alice', 20)
  for (const name of ['impressions', 'reach', 'shares', 'clicks', 'engagements'] as const) {
    t.type(told?.[name], 'number', name)
  }
  t.equal(told?.saves, null, 'a story cannot be saved')
  const other = await numbersOf(createLab(), 'instagram', 'alice', 20)
  t.type(other?.reach, 'number')
  t.equal(other?.clicks, null)
})

t.test(
  'a story that is over, or that few have seen, has no numbers and has not vanished',
  async (t) => {
    for (const [handle, hours] of [
      ['alice', 25],
      ['small', 2],
    ] as const) {
      for (const login of ['facebook', 'instagram'] as const) {
        const told = await numbersOf(createLab(), login, handle, hours)
        t.equal(told?.reach, null, `${handle}, ${login}`)
        t.equal(told?.clicks, null)
      }
    }
  },
)
