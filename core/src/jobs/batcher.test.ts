import { test } from 'tap'
import { makeBatcher } from './batcher.ts'

test('what is added in one turn shares a batch, and everybody gets an answer of their own', async (t) => {
  const batches: number[][] = []
  const batcher = makeBatcher<number, number>(
    async (items) => {
      batches.push([...items])
      return items.map((item) => item * 2)
    },
    { maxItems: 3, concurrency: 1 },
  )

  t.same(await Promise.all([1, 2, 3, 4].map((item) => batcher.add(item))), [2, 4, 6, 8])
  t.same(batches, [[1, 2, 3], [4]])
  await batcher.idle()
})

test('a bad item fails alone', async (t) => {
  const batcher = makeBatcher<number, number>(
    async (items) => {
      if (items.includes(13)) throw new Error('unlucky')
      return items
    },
    { maxItems: 10, concurrency: 2 },
  )
  const outcomes = await Promise.allSettled([1, 13, 2].map((item) => batcher.add(item)))
  t.match(outcomes, [
    { status: 'fulfilled', value: 1 },
    { status: 'rejected', reason: { message: 'unlucky' } },
    { status: 'fulfilled', value: 2 },
  ])
})
