import { test } from 'tap'
import { conformanceTable } from './conformance-table.ts'

const output = `TAP version 14
# Subtest: core/src/other.test.ts
    # Subtest: a test
        ok 1 - unlike # time=1ms
ok 1 - core/src/other.test.ts # time=2ms
# Subtest: plugins/twitter/conformance.test.ts
    # Subtest: X keeps the contract
        # Subtest: manifest
            ok 1 - 11 observations
            1..1
        ok 1 - manifest # time=5ms
        # Subtest: webhooks
            ok 1 - not tried: The connector has no "webhook".
            1..1
        ok 2 - webhooks # time=5ms
        # Subtest: crash points
            not ok 1 - "text" was published 2 times.
              ---
              ...
            1..1
        not ok 3 - crash points # time=5ms
    not ok 1 - X keeps the contract # time=19ms
not ok 2 - plugins/twitter/conformance.test.ts # time=20ms
# Subtest: plugins/mail-smtp/conformance.test.ts
    # Subtest: SMTP keeps the contract
        # Subtest: arrives
            ok 1 - 2 observations
            1..1
        ok 1 - arrives # time=5ms
    ok 1 - SMTP keeps the contract # time=9ms
ok 3 - plugins/mail-smtp/conformance.test.ts # time=10ms
`

test('a kind of plugin has a table with a row for every plugin and a column for every check, and no other test', (t) => {
  const table = conformanceTable()
  for (const line of output.split('\n')) table.onLine(line)

  t.equal(
    table.render(),
    [
      '         manifest  webhooks  crash points',
      'twitter  ✓         –         ✗           ',
      '',
      '           arrives',
      'mail-smtp  ✓      ',
    ].join('\n'),
  )
  t.end()
})

test('without a conformance test there is no table', (t) => {
  t.equal(conformanceTable().render(), '')
  t.end()
})
