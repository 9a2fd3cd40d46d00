import { test } from 'tap'
import { writeCsv } from './csv.ts'

test('cells are quoted where they have to be, and nothing is a formula', (t) => {
  const csv = writeCsv(
    ['text', 'number'],
    [
      ['plain', 1],
      ['with "quotes", a comma\r\nand a line', -2.5],
      ['=HYPERLINK("http://example.com")', null],
      ['+1', 0],
      ['-1', null],
      ['@SUM(A1)', null],
      ['\t=1', null],
    ],
  )
  const [first = '', ...lines] = csv.split('\r\n')
  t.equal(first, '\uFEFFtext,number')
  t.same(lines, [
    'plain,1',
    '"with ""quotes"", a comma',
    'and a line",-2.5',
    `"'=HYPERLINK(""http://example.com"")",`,
    `'+1,0`,
    `'-1,`,
    `'@SUM(A1),`,
    `'\t=1,`,
    '',
  ])
  t.end()
})
