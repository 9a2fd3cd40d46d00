import { en as told, type Told } from '../../notifications/locales/en.ts'
import { en, type Messages } from './en.ts'
import { pseudo } from './pseudo.ts'

/** The language that people read: mails, and what they are told in the app. */
export interface Words {
  /** As BCP 47 writes it. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly messages: Messages
  /** What notifications say. */
  readonly told: Told
}

const english: Words = { language: 'en', direction: 'ltr', messages: en, told }

/** Every language. One more is a file beside `en.ts`, one beside that of notifications, and one line here. */
export const languages: readonly Words[] = [english]

/** With the one that nobody speaks, for who looks whether all words come from a language. */
const known: readonly Words[] = [...languages, pseudo]

/** The words for a person: of their language, with or without its region (`de-AT`, then `de`), else English. */
export function wordsFor(locale: string | null | undefined): Words {
  const wanted = (locale ?? '').toLowerCase()
  const [base] = wanted.split('-')
  return (
    known.find(({ language }) => language.toLowerCase() === wanted) ??
    known.find(({ language }) => language === base) ??
    english
  )
}

/** A number as the language writes it. */
export function numberIn({ language }: Words, value: number): string {
  return new Intl.NumberFormat(language).format(value)
}
