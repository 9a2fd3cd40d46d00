import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { fileNameOf } from './bytes.ts'
import { openStore } from './kept-store.ts'

/** A store whose warnings, errors and changes are counted. */
async function openCounted(folder: string | undefined) {
  const warnings: object[] = []
  const errors: object[] = []
  let changes = 0
  const store = await openStore({
    folder,
    logger: {
      warn: (details) => warnings.push(details),
      error: (details) => errors.push(details),
    },
    onChange() {
      changes += 1
    },
  })
  return { store, warnings, errors, changes: () => changes }
}

t.test('a collection is the same map at every call, and says when it changes', async (t) => {
  const { store, changes } = await openCounted(undefined)
  const posts = store.collection<{ text: string }>('posts')

  posts.set('1', { text: 'a' }).set('2', { text: 'b' })
  posts.delete('1')
  posts.delete('not there')

  t.equal(store.collection('posts'), posts)
  t.equal(changes(), 3)
  t.same([...posts], [['2', { text: 'b' }]])
  await store.clear()
  t.equal(posts.size, 0)
  t.equal(store.collection('posts'), posts, 'also after a reset')
})

t.test('bytes are kept as they were when they were put', async (t) => {
  for (const folder of [undefined, t.testdir()]) {
    const { store } = await openCounted(folder)
    const bytes = Buffer.from('picture')
    await store.putBytes('a', bytes)
    bytes.fill(0)

    t.equal((await store.getBytes('a'))?.toString(), 'picture')
    t.equal(await store.getBytes('b'), undefined)
    await store.removeBytes('a')
    await store.removeBytes('a')
    t.equal(await store.getBytes('a'), undefined)
  }
})

t.test('what was stored is there after a restart, in its order', async (t) => {
  const folder = t.testdir()
  const first = await openCounted(folder)
  first.store.collection('posts').set('b', { text: 'ü' }).set('a', { text: 'y' })
  await first.store.putBytes('a', Buffer.from('picture'))
  await first.store.close()

  const second = await openCounted(folder)

  t.same(
    [...second.store.collection('posts')],
    [
      ['b', { text: 'ü' }],
      ['a', { text: 'y' }],
    ],
  )
  t.equal((await second.store.getBytes('a'))?.toString(), 'picture')
  t.equal(second.changes(), 0)
})

t.test('it is saved a little after a change, without being closed', async (t) => {
  const folder = t.testdir()
  const { store } = await openCounted(folder)
  for (let count = 0; count < 100; count += 1) store.collection('posts').set(String(count), count)
  await delay(500)

  const again = await openCounted(folder)

  t.equal(again.store.collection('posts').size, 100)
  t.same(await readdir(folder), ['store.json'], 'no temporary file is left')
  await store.close()
})

t.test('after it was closed nothing is written any more', async (t) => {
  const folder = t.testdir()
  const { store } = await openCounted(folder)
  await store.close()
  store.collection('posts').set('late', 1)
  await delay(400)

  t.same(await readdir(folder), [])
})

t.test(
  'a broken snapshot is set aside with a warning, and does not prevent the start',
  async (t) => {
    for (const broken of [
      '{"version":1,"collections":{"posts":[["1",{"te',
      '',
      'null',
      '{"version":2,"collections":{}}',
      '{"version":1,"collections":{"posts":{}}}',
      '{"version":1,"collections":{"posts":[[1,2]]}}',
    ]) {
      const folder = join(t.testdirName, String(broken.length))
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'store.json'), broken)

      const { store, warnings } = await openCounted(folder)
      store.collection('posts').set('1', 'new')
      await store.close()

      t.match(warnings, [{ file: join(folder, 'store.json') }], `warned about ${broken}`)
      const [aside] = (await readdir(folder)).filter((name) => name.includes('broken'))
      t.equal(await readFile(join(folder, aside ?? 'none'), 'utf8'), broken, 'nothing is destroyed')
      const again = await openCounted(folder)
      t.same([...again.store.collection('posts')], [['1', 'new']])
    }
    t.testdir({})
  },
)

t.test('what cannot be saved is logged, and told when it is closed', async (t) => {
  const folder = t.testdir()
  const { store, errors } = await openCounted(folder)
  store.collection('posts').set('1', 1n)
  await delay(400)

  t.match(errors, [{ error: TypeError }])
  await t.rejects(store.close(), TypeError)
})

t.test('no id leads out of the folder, and different ids are different files', async (t) => {
  const ids = ['a', 'A', '../a', '..', '/etc/passwd', 'a/b', 'a\0b', 'ä', 'x'.repeat(300), '']
  const names = ids.map(fileNameOf)

  t.equal(new Set(names.map((name) => name.toLowerCase())).size, ids.length)
  for (const name of names) t.match(name, /^[a-z0-9_-]{1,80}$|^sha256\.[0-9a-f]{64}$/)

  const { store } = await openCounted(t.testdir({ kept: {}, outside: 'untouched' }))
  await store.putBytes('../outside', Buffer.from('x'))
  t.equal((await store.getBytes('../outside'))?.toString(), 'x')
})
