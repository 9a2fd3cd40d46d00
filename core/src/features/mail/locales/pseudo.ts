import { en as told, type Told } from '../../notifications/locales/en.ts'
import { en, type Messages } from './en.ts'
import type { Words } from './words.ts'

/** A language that nobody speaks: English in brackets. What stands outside of them does not come from the words of a language. */
export const pseudo: Words = {
  language: 'en-XA',
  direction: 'ltr',
  messages: bracketed(en) as Messages,
  told: bracketed(told) as Told,
}

function bracketed(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? '' : `⟦${value}⟧`
  if (typeof value === 'function') {
    return (...values: unknown[]) =>
      bracketed((value as (...given: unknown[]) => string)(...values))
  }
  return Object.fromEntries(
    Object.entries(value as object).map(([name, part]) => [name, bracketed(part)]),
  )
}
