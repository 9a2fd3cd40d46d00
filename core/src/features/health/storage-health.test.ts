import { pino } from 'pino'
import { test } from 'tap'
import { memoryStorage } from '../../../../test/support/memory-storage.ts'
import { openLocalStorage } from '../../storage/local-storage.ts'
import { makeStorageCheck } from './storage-health.ts'

const log = pino({ level: 'silent' })

test('a bucket that is not there is down, though it knows of no object', async (t) => {
  const gone = { ...memoryStorage(), list: () => Promise.reject(new Error('404 NoSuchBucket')) }
  t.equal(await gone.size(`key/${'k'.repeat(16)}`), null)
  t.equal(await makeStorageCheck({ storage: gone, log })(), 'down')
  const unreadable = { ...memoryStorage(), size: () => Promise.reject(new Error('403')) }
  t.equal(await makeStorageCheck({ storage: unreadable, log })(), 'down')
  t.equal(await makeStorageCheck({ storage: memoryStorage(), log })(), 'ok')
  t.equal(await makeStorageCheck({ storage: openLocalStorage(t.testdir()), log })(), 'ok')
})

test('the storage is asked at most every 30 s, every 5 s while it is down, and never twice at once', async (t) => {
  let now = 0
  let asked = 0
  let isThere = true
  const storage = {
    ...memoryStorage(),
    async list() {
      asked += 1
      if (!isThere) throw new Error('404 NoSuchBucket')
      return []
    },
  }
  const check = makeStorageCheck({ storage, log }, () => now)
  const ask = async (times: number): Promise<string[]> => [
    ...new Set(await Promise.all(Array.from({ length: times }, () => check()))),
  ]
  t.same(await ask(50), ['ok'])
  now = 29_999
  isThere = false
  t.same(await ask(50), ['ok'])
  t.equal(asked, 1)
  now = 30_000
  t.same(await ask(50), ['down'])
  t.equal(asked, 2)
  now = 34_999
  isThere = true
  t.same(await ask(50), ['down'])
  now = 35_000
  t.same(await ask(50), ['ok'])
  t.equal(asked, 3)
})

test('one that does not answer is down after 2 s', async (t) => {
  const storage = { ...memoryStorage(), list: () => new Promise<never>(() => undefined) }
  const alive = setInterval(() => undefined, 1_000)
  t.teardown(() => clearInterval(alive))
  t.equal(await makeStorageCheck({ storage, log })(), 'down')
})
