import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'tap'
import { rows } from './rows.ts'

const root = join(import.meta.dirname, '../..')

test('every test file of a row is there, has tests, and is run by npm test', async (t) => {
  t.equal(new Set(rows.map(({ id }) => id)).size, rows.length)
  for (const { id, files } of rows) {
    t.equal(new Set(files).size, files.length, id)
    for (const file of files) {
      const text = await readFile(join(root, file), 'utf8').catch(() => '')
      t.match(text, /\btest\(/, `${id}: ${file}`)
      t.match(file, /^(core|test|migrations|plugins)\/.+\.test\.ts$/)
    }
  }
})

test('a test that notes figures is named in the row that it notes them for', async (t) => {
  const files: string[] = []
  for (const folder of ['core/src', 'test']) {
    const names = await readdir(join(root, folder), { recursive: true })
    files.push(
      ...names.filter((name) => name.endsWith('.test.ts')).map((name) => join(folder, name)),
    )
  }
  let noted = 0
  for (const file of files) {
    const text = await readFile(join(root, file), 'utf8')
    for (const [, id = ''] of text.matchAll(/\bfigure\('(\w+)'/g)) {
      noted += 1
      const row = rows.find((one) => one.id === id)
      t.ok(row?.files.includes(file), `${file} notes a figure for ${id}`)
    }
  }
  t.ok(noted > 0)
})
