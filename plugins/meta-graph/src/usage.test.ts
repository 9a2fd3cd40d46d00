import t from 'tap'
import { graphUsage } from './index.ts'

t.test('the highest share and the longest wait of both headers count', async (t) => {
  t.same(
    graphUsage({
      'x-app-usage': '{"call_count":28,"total_time":25,"total_cputime":25}',
      'x-business-use-case-usage': JSON.stringify({
        1: [{ type: 'pages', call_count: 85, total_time: 20, estimated_time_to_regain_access: 0 }],
        2: [{ type: 'instagram', call_count: 3, estimated_time_to_regain_access: 12 }],
      }),
    }),
    { percent: 85, regainMinutes: 12 },
  )
  t.same(graphUsage({ 'x-app-usage': '{"call_count":28}' }), { percent: 28, regainMinutes: 0 })
})

t.test('headers that are missing or broken say nothing', async (t) => {
  for (const header of [undefined, '', '{', '[]', 'null', '7']) {
    t.equal(
      graphUsage(header === undefined ? {} : { 'x-app-usage': header }),
      null,
      header ?? 'none',
    )
  }
})
