import type { PostMetrics } from '@t21/plugin-kit'
import { test } from 'tap'
import { engagementRate } from './engagement-rate.ts'
import { knownNumbers, postNumbers, tellsSomething } from './numbers.ts'

const unknown = knownNumbers(postNumbers, null)

test('the engagement rate is the network’s own engagements, or the sum of what is known, by those who saw it', (t) => {
  const rows: [Partial<PostMetrics>, number | null][] = [
    [{ engagements: 5, reach: 100, impressions: 200 }, 0.05],
    [{ engagements: 5, impressions: 200 }, 0.025],
    [{ engagements: 5, likes: 50, comments: 50, shares: 50, reach: 100 }, 0.05],
    [{ likes: 1, comments: 2, shares: 3, reach: 60 }, 0.1],
    [{ likes: 1, comments: 2, shares: 3, clicks: 4, saves: 5, reach: 60 }, 0.25],
    [{ likes: 0, comments: 0, shares: 0, reach: 60 }, 0],
    [{ engagements: 30, reach: 10 }, 3],
  ]
  for (const [told, rate] of rows) t.equal(engagementRate({ ...unknown, ...told }), rate)
  t.end()
})

test('a rate of which a part is not known is not known, and nothing is divided by nobody', (t) => {
  const rows: Partial<PostMetrics>[] = [
    {},
    { engagements: 5 },
    { reach: 10, impressions: 10 },
    { likes: 1, comments: 2, reach: 10 },
    { likes: 1, shares: 2, reach: 10 },
    { comments: 1, shares: 2, clicks: 4, saves: 5, reach: 10 },
    { engagements: 0, reach: 0 },
    { engagements: 5, reach: 0, impressions: 10 },
  ]
  for (const told of rows) t.equal(engagementRate({ ...unknown, ...told }), null)
  t.end()
})

test('of what a connector tells, only counts are numbers', (t) => {
  const told = {
    impressions: -1,
    reach: Number.NaN,
    likes: '7',
    comments: 3.9,
    shares: Infinity,
    clicks: undefined,
    saves: 0,
    somethingElse: 5,
  }
  const numbers = knownNumbers(postNumbers, told)
  t.same(numbers, { ...unknown, comments: 3, saves: 0 })
  t.ok(tellsSomething(numbers))
  t.notOk(tellsSomething(knownNumbers(postNumbers, undefined)))
  t.end()
})
