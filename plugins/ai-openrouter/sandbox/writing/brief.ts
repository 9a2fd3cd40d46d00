import { fieldsOf, type Fields } from './fields.ts'
import type { Message } from '../chat/body.ts'
import { keywordsOf, topicOf, withoutAsking } from './topic.ts'

/** What is to be done with the text of the request. */
export type Work = 'write' | 'shorten' | 'lengthen' | 'correct' | 'translate'

/** A prompt, understood as far as these models understand. */
export interface Brief {
  /** Everything that may change the answer. */
  readonly seed: string
  readonly work: Work
  /** What was given: a wish, or a text to work on. */
  readonly request: string
  /** What it is about, as it stands in a sentence: `the winter card`. */
  readonly topic: string
  readonly keywords: readonly string[]
  readonly brand: string | undefined
  readonly audience: string | undefined
  readonly tone: string
  readonly language: string | undefined
  /** Words that must not be used, in lower case. */
  readonly banned: readonly string[]
  readonly words: { readonly least: number; readonly most: number }
  readonly characters: number
  readonly hashtags: number
}

/** Reads a chat. */
export function briefOf(messages: readonly Message[]): Brief {
  const fields = fieldsOf(messages)
  const request =
    first(fields, /request|prompt|topic|idea/) ??
    first(fields, /text|post|content|caption|source/) ??
    ''
  const text = first(fields, /^(text|original|post|content|source|draft)/) ?? request
  const work = workOf(fields)
  const about = work === 'write' ? request || text : text
  return {
    seed: JSON.stringify(fields),
    work,
    request: about,
    topic: topicOf(about),
    keywords: keywordsOf(withoutAsking(about)),
    brand: first(fields, /^brand( name)?$|brand name|company/),
    audience: first(fields, /audience/),
    tone: `${first(fields, /tone$|^tone|style|mood/) ?? ''} ${first(fields, /voice/) ?? ''}`
      .toLowerCase()
      .trim(),
    language:
      first(fields, /language|locale/) ??
      /\btranslate (?:it |the text )?(?:in)?to (\w+)/i.exec(fields.rules)?.[1],
    banned: all(fields, /never|banned|avoid|forbidden/).map((word) => word.toLowerCase()),
    words: lengthOf(`${fields.rules}\n${first(fields, /length/) ?? ''}`),
    characters: Math.min(
      ...numbers(
        fields,
        /(?:at most|maximum(?: of| length:?)?|max\.?|up to|within) (\d[\d,]*) char/gi,
      ),
      100_000,
    ),
    hashtags: numbers(fields, /(\d+) hashtags/gi)[0] ?? 4,
  }
}

function first({ material }: Fields, name: RegExp): string | undefined {
  return material.find(([key, text]) => name.test(key) && text !== '')?.[1]
}

function all({ material }: Fields, name: RegExp): string[] {
  return material.filter(([key]) => name.test(key)).map(([, text]) => text)
}

/** The rules say what to do; the material does not, though one part of it may be an instruction by its name. */
function workOf(fields: Fields): Work {
  const told = `${fields.rules}\n${first(fields, /instruction|action|improvement/) ?? ''}`
  if (/\btranslat/i.test(told)) return 'translate'
  if (/\bshort(er|en)\b|make it short|\bcut it\b/i.test(told)) return 'shorten'
  if (/\blonger\b|\blengthen\b|\bexpand\b/i.test(told)) return 'lengthen'
  if (/\bgrammar\b|\bspelling\b|\bproofread/i.test(told)) return 'correct'
  return 'write'
}

function lengthOf(told: string): Brief['words'] {
  const [, least, most] = /(\d+)\s*(?:to|-|–)\s*(\d+) words/i.exec(told) ?? []
  if (least !== undefined) return { least: Number(least), most: Number(most) }
  if (/one or two sentences|\bshort\b/i.test(told)) return { least: 10, most: 32 }
  if (/\blong\b/i.test(told)) return { least: 140, most: 220 }
  return { least: 45, most: 90 }
}

function numbers({ rules, material }: Fields, pattern: RegExp): number[] {
  const told = [
    rules,
    ...material.filter(([name]) => /length|limit/.test(name)).map(([, text]) => text),
  ]
  return [...told.join('\n').matchAll(pattern)].map(([, digits = '']) =>
    Number(digits.replaceAll(',', '')),
  )
}
