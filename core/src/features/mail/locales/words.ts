import { en, type Messages } from './en.ts'
import { pseudo } from './pseudo.ts'

/** The language that a mail is written in. */
export interface Words {
  /** As BCP 47 writes it. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly messages: Messages
}

const english: Words = { language: 'en', direction: 'ltr', messages: en }

/** Every language that mails can be written in. One more is one file beside `en.ts` and one line here. */
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
