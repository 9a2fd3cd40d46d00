import { mkdtemp, readFile, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'tap'
import { bundleFile, componentsFolder, ensureBundle } from './bundle.ts'
import { componentNames, replacedNames } from './components/names.ts'

test('every component that can be named is exported, and the other way round', async (t) => {
  const index = await readFile(join(componentsFolder, 'index.ts'), 'utf8')
  const exported = [...index.matchAll(/^export \{ ([^}]+) \} from/gm)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.trim()),
  )
  t.same(exported.toSorted(byName), [...componentNames, ...replacedNames].toSorted(byName))
})

test('the bundle is made anew where a component is newer, and otherwise left', async (t) => {
  await ensureBundle(true)
  const made = async (): Promise<number> => (await stat(bundleFile)).mtimeMs
  const first = await made()
  await ensureBundle(true)
  t.equal(await made(), first)
  await utimes(bundleFile, new Date(0), new Date(0))
  await ensureBundle(true)
  t.ok((await made()) >= first)
  const text = await readFile(bundleFile, 'utf8')
  for (const name of componentNames) t.match(text, name)
  t.ok(text.length < 1_500_000, `${text.length} characters`)
})

test('production makes none: it says what is missing', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 't21-bundle-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const missing = join(folder, 'none.js')
  await t.rejects(ensureBundle(false, missing), /none\.js is missing.*build/s)
  await t.rejects(stat(missing))
})

function byName(one: string, other: string): number {
  return one.localeCompare(other)
}
