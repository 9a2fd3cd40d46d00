import { test } from 'tap'
import { runIsolation } from './run.ts'

test('nobody reaches what is not theirs, by any operation, and each of the two walls holds alone', async (t) => {
  const { matrix, strayed, rowSecurityAlone, rulesAlone, neither } = await runIsolation(t)
  t.ok(matrix.cells > 1_500, `${matrix.cells} cells of ${matrix.operations} operations`)
  t.same(matrix.unexpected, [], 'every answer is what policy.ts says')
  t.same(matrix.leaks, [], 'nothing is seen or changed')
  t.same(strayed, [], 'no marker of one organization is in rows of another, in jobs or in the log')
  t.same(rowSecurityAlone.leaks, [], 'row level security alone lets nothing through')
  t.same(rulesAlone.leaks, [], 'the rules alone let nothing through')
  t.ok(neither.leaks.length > 25, `without both there are ${neither.leaks.length} leaks`)
})
