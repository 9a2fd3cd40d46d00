import { test } from 'tap'
import { columnTags } from '../../core/src/features/privacy/column-tags.ts'
import { notSecret, secretColumns, soundsSecret } from './secret-columns.ts'

const columns = Object.entries(columnTags).flatMap(([table, { other = '', person = '' }]) =>
  `${person} ${other}`
    .trim()
    .split(/\s+/)
    .map((column) => `${table}.${column}`),
)
const secret = Object.entries(secretColumns).flatMap(([table, names]) =>
  names.split(' ').map((column) => `${table}.${column}`),
)

test('of every column whose name sounds like a secret it is said whether it is one', (t) => {
  const said = new Set([...secret, ...Object.keys(notSecret)])
  const sounding = columns.filter((column) => soundsSecret.test(column.split('.')[1] ?? ''))
  t.same(
    sounding.filter((column) => !said.has(column)),
    [],
  )
  t.end()
})

test('nothing is said of a column that is not there', (t) => {
  const known = new Set(columns)
  t.same(
    [...secret, ...Object.keys(notSecret)].filter((column) => !known.has(column)),
    [],
  )
  t.end()
})
