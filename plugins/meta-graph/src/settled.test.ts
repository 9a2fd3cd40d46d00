import { failures, isConnectorFailure } from '@t21/plugin-kit'
import t from 'tap'
import { settled } from './settled.ts'

const passing = failures.transient({ message: 'a fault' })
const limited = failures.rateLimited({ message: 'a limit' })
const kindOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (isConnectorFailure(error)) return error.kind
  }
  return 'none'
}

t.test('a reading that failed by itself costs the others nothing', async (t) => {
  t.same(settled([1, passing, 3], null), [1, null, 3])
  t.same(settled([], null), [])
})

t.test('what concerns the account or the app fails them all, whatever came before', async (t) => {
  t.equal(
    kindOf(() => settled([1, passing, limited], null)),
    'rate_limited',
  )
  for (const make of [failures.reauth, failures.quota, failures.appConfig]) {
    const failure = make({ message: 'x' })
    t.equal(
      kindOf(() => settled([1, failure], null)),
      failure.kind,
    )
  }
})

t.test('nothing is unknown where every reading failed: the failure is said', async (t) => {
  t.equal(
    kindOf(() => settled([passing, passing], null)),
    'transient',
  )
})
