import type { Logger } from 'pino'
import { wordsFor, type Words } from '../mail/locales/words.ts'
import type { Told } from './locales/en.ts'

/** What a notification says, in no language yet: an entry of `locales/en.ts`, and what is put into it. It is stored as JSON. */
export interface NoticeWords {
  readonly key: keyof Told
  readonly values: object
}

/** What a notification says to a person. */
export interface SaidNotice {
  readonly title: string
  readonly message: string
}

/** As rows have it; without words where an older version wrote it, or where a name was taken out of it. */
export interface StoredNotice extends SaidNotice {
  readonly words: { readonly key: string; readonly values: object } | null
}

/** Names what is to be said. A test finds all its uses: the key stands in the call. */
export function say<Key extends keyof Told>(
  key: Key,
  ...[values]: Parameters<Told[Key]>
): NoticeWords {
  return { key, values: values ?? {} }
}

/** What is said now, in a language. */
export function inLanguage(words: Words, { key, values }: NoticeWords): SaidNotice {
  return entryOf(words, key)(values)
}

/** In English, for the columns that versions without words read. */
export function inEnglish(says: NoticeWords): SaidNotice {
  return inLanguage(wordsFor('en'), says)
}

/**
 * A notification in the reader's language. What this version has no words for comes as it was stored, in English, and is logged
 * once: a newer one wrote it, or an entry was changed while rows of it were there.
 */
export function readNotice(
  { words, log }: { readonly words: Words; readonly log: Logger },
  { title, message, words: stored }: StoredNotice,
): SaidNotice {
  if (stored === null) return { title, message }
  try {
    return entryOf(words, stored.key)(complete(stored.values))
  } catch (err) {
    if (!logged.has(stored.key)) {
      logged.add(stored.key)
      log.warn({ err, key: stored.key }, 'a notification has words that are not known here')
    }
    return { title, message }
  }
}

const logged = new Set<string>()

function entryOf(words: Words, key: string): (values: object) => SaidNotice {
  if (!Object.hasOwn(words.told, key)) throw new Error(`There are no words for ${key}.`)
  return words.told[key as keyof Told] as (values: object) => SaidNotice
}

/** A value that is not there is an error, and not the word `undefined` in a sentence. */
function complete(values: object): object {
  return new Proxy(values, {
    get(of, name) {
      if (!Object.hasOwn(of, name)) throw new Error(`There is no value ${String(name)}.`)
      return Reflect.get(of, name) as unknown
    },
  })
}
