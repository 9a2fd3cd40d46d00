import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { test } from 'tap'
import { pseudo } from '../mail/locales/pseudo.ts'
import { wordsFor } from '../mail/locales/words.ts'
import { en } from './locales/en.ts'
import { inEnglish, readNotice, say, type StoredNotice } from './notice-words.ts'

const source = join(import.meta.dirname, '../..')

test('whoever tells something has words for it, and all words are told by somebody', async (t) => {
  const sources = await sourcesBelow(source)
  const calls = sources.flatMap(([, text]) => [...text.matchAll(/\bsay\(([^,)]*)/g)])
  const keys = calls.map(([, key = '']) => key)
  t.same(
    keys.filter((key) => !/^'\w+'$/.test(key)),
    [],
    'each names its key where it stands',
  )
  const told = [...new Set(keys.map((key) => key.slice(1, -1)))]
  t.same(told.toSorted(), Object.keys(en).toSorted())
})

test('nobody writes a notification without words', async (t) => {
  const sources = await sourcesBelow(source)
  const inserts = sources.flatMap(([path, text]) =>
    [...text.matchAll(/insert into notifications\s+\(([^)]+)\)|'notifications'\)\s*\.insert/g)].map(
      ([, columns = '']) => [path, columns] as const,
    ),
  )
  t.ok(inserts.length > 0)
  for (const [path, columns] of inserts) t.match(columns, /title, message, words,/, path)
})

test('what is said is stored as JSON, and read in the language of whoever reads it', (t) => {
  const words = say('planGiven', { tier: 'PRO', day: '2026-12-24T10:00:00Z' })
  const stored = asStored(words)
  const english = inEnglish(words)
  t.same(english, {
    title: 'You have the PRO plan',
    message:
      'Our support has given you the PRO plan until 24 December 2026. It costs nothing and ends by itself.',
  })
  const log = pino({ level: 'silent' })
  t.same(readNotice({ words: wordsFor('en'), log }, stored), english)
  t.same(readNotice({ words: pseudo, log }, stored), {
    title: `⟦${english.title}⟧`,
    message: `⟦${english.message}⟧`,
  })
  t.same(readNotice({ words: pseudo, log }, { ...stored, words: null }), english, 'an old row')
  t.end()
})

test('words that are not known here come as they were stored, and are logged once', (t) => {
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  const stored = { title: 'As it was', message: 'In English.' }
  // Keys that no other test file reads as unknown: they share a process, and what it has logged.
  for (const words of [
    { key: 'madeByANewerVersion', values: {} },
    { key: 'constructor', values: {} },
    { key: 'webhookGone', values: {} },
    { key: 'postNotPublished', values: { reasons: null, more: 0 } },
  ]) {
    for (const reader of [wordsFor('en'), pseudo, pseudo]) {
      t.same(readNotice({ words: reader, log }, { ...stored, words }), stored, words.key)
    }
    const noted = lines.filter((line) => line.includes(`"key":"${words.key}"`))
    t.equal(noted.length, 1, words.key)
  }
  t.end()
})

test('amounts, days and sizes are as people read them', (t) => {
  for (const [words, said] of [
    [say('refunded', { amount: 700, currency: 'gbp' }), 'A refund of £7.00'],
    [say('refunded', { amount: 700, currency: 'jpy' }), 'A refund of JP¥700'],
    [
      say('limitReached', { metric: 'mediaBytes', used: 2 ** 30, limit: 3 * 2 ** 30 }),
      '1 GiB of 3 GiB media storage',
    ],
    [say('graceEnds', { plan: null, day: '2026-02-03T23:00:00Z' }), 'your paid plan'],
    [say('graceEnds', { plan: 'PRO', day: '2026-02-03T23:00:00Z' }), 'From 3 February 2026 on'],
    [say('graceEnds', { plan: 'PRO', day: null }), 'From now on'],
    [say('postNotPublished', { reasons: [], more: 0 }), 'Its deliveries say why.'],
    [
      say('postNotPublished', {
        reasons: [{ platform: 'CHIRP', username: 'ada', reason: 'Too wide.' }],
        more: 2,
      }),
      'CHIRP (ada): Too wide. And 2 more.',
    ],
  ] as const) {
    const { title, message } = inEnglish(words)
    t.ok(`${title} ${message}`.includes(said), `${title} ${message}`)
  }
  t.end()
})

function asStored(words: ReturnType<typeof say>): StoredNotice {
  return JSON.parse(JSON.stringify({ ...inEnglish(words), words })) as StoredNotice
}

/** All of the server's own code, without tests. */
async function sourcesBelow(folder: string): Promise<(readonly [path: string, text: string])[]> {
  const names = await readdir(folder, { recursive: true })
  const paths = names.filter((name) => /(?<!\.test)\.ts$/.test(name))
  return Promise.all(
    paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const),
  )
}
