import t from 'tap'
import { createLab } from '../support/lab.ts'
import { firstIdAt, newId } from './snowflake.ts'

t.test('ids rise with the time, and within a millisecond', async (t) => {
  const lab = createLab()
  const first = BigInt(newId(lab.context))
  const second = BigInt(newId(lab.context))
  lab.advance(1)
  const third = BigInt(newId(lab.context))

  t.ok(first < second && second < third)
  t.ok(third >= firstIdAt(lab.context.now().getTime()))
})

t.test('an id is unique even when the clock is set back', async (t) => {
  const lab = createLab()
  const ids = new Set<string>()
  for (const seconds of [0, 60, -60, 60, -60]) {
    lab.advance(seconds)
    ids.add(newId(lab.context))
  }

  t.equal(ids.size, 5)
})
