import { test } from 'tap'
import { makeSemaphore } from './semaphore.ts'

test('so many run at a time, the others in order, and a failure frees its place', async (t) => {
  const inTurn = makeSemaphore(2)
  const begun: number[] = []
  let running = 0
  let most = 0

  const outcomes = await Promise.allSettled(
    [0, 1, 2, 3, 4, 5].map((number) =>
      inTurn(async () => {
        begun.push(number)
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => {
          setTimeout(resolve, 5)
        })
        running -= 1
        if (number === 1) throw new Error('failed')
        return number
      }),
    ),
  )

  t.equal(most, 2)
  t.same(begun, [0, 1, 2, 3, 4, 5])
  t.same(
    outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'failed')),
    [0, 'failed', 2, 3, 4, 5],
  )
})
