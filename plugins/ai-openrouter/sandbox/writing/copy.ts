import type { Brief } from './brief.ts'
import { endings, languageMarks, middles, openings } from './sentences.ts'
import { chanceOf, type Chance } from './seeded.ts'

/** Marketing copy for a brief. @param variation what makes this text another one than its neighbours */
export function copyFor(brief: Brief, variation: string): string {
  const text = brief.work === 'write' ? written(brief, variation) : reworked(brief, variation)
  return marked(text, brief.language)
}

/** One sentence about the topic. */
export function sentenceFor(brief: Brief, variation: string): string {
  return opening(brief, chanceOf(brief.seed, variation, 'sentence'))
}

function written(brief: Brief, variation: string): string {
  const chance = chanceOf(brief.seed, variation)
  const begin = opening(brief, chance)
  const end =
    usable(brief, chance.shuffled(endings)).map((one) => filled(one, brief, chance))[0] ?? ''
  const between: string[] = []
  const wanted = brief.words.least + chance.below(1 + brief.words.most - brief.words.least)
  for (const sentence of usable(brief, chance.shuffled(middles))) {
    const next = filled(sentence, brief, chance)
    if (wordCount([begin, ...between, next, end].join(' ')) > wanted) continue
    between.push(next)
  }
  return paragraphs(begin, between, end)
}

function opening(brief: Brief, chance: Chance): string {
  const [mood] = openings.filter(({ tone }) => tone.test(brief.tone))
  const sentences = mood === undefined ? [] : chance.shuffled(mood.sentences)
  const [sentence = '{Topic}.'] = usable(brief, sentences)
  return filled(sentence, brief, chance)
}

/** Longer texts breathe. */
function paragraphs(begin: string, between: readonly string[], end: string): string {
  if (between.length < 3) return [begin, ...between, end].join(' ')
  const half = Math.ceil(between.length / 2)
  return [begin, between.slice(0, half).join(' '), between.slice(half).join(' '), end].join('\n\n')
}

function reworked({ work, request, seed, words }: Brief, variation: string): string {
  const tidy = corrected(request)
  const sentences = tidy.split(/(?<=[.!?])\s+/)
  if (work === 'shorten') {
    if (sentences.length > 1) return sentences.slice(0, Math.ceil(sentences.length / 2)).join(' ')
    const all = tidy.split(' ')
    return `${all
      .slice(0, Math.max(3, Math.ceil(all.length / 2)))
      .join(' ')
      .replace(/[,.!?;:]+$/, '')}.`
  }
  if (work !== 'lengthen') return tidy
  const chance = chanceOf(seed, variation)
  const more = chance.shuffled(middles).filter((sentence) => !sentence.includes('{'))
  return [tidy, ...more.slice(0, words.most > 100 ? 5 : 2)].join(' ')
}

/** Single spaces, capitals after a full stop, a mark at the end. */
function corrected(text: string): string {
  const spaced = text
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/ ([,.!?;:])/g, '$1')
    .trim()
  const capital = spaced.replaceAll(
    /(^|[.!?]\s+)(\p{Ll})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  )
  const whole = capital.replaceAll(/\bi\b/g, 'I')
  return /[\p{L}\p{N}]$/u.test(whole) ? `${whole}.` : whole
}

function marked(text: string, language: string | undefined): string {
  const mark = languageMarks[language?.toLowerCase().split(/[-_]/)[0] ?? '']
  return mark === undefined ? text : `${mark}: ${text}`
}

function usable(
  { banned, audience, brand, keywords }: Brief,
  sentences: readonly string[],
): string[] {
  return sentences.filter(
    (sentence) =>
      !banned.some((word) => word !== '' && sentence.toLowerCase().includes(word)) &&
      (audience !== undefined || !sentence.includes('{audience}')) &&
      (brand !== undefined || !sentence.includes('{brand}')) &&
      (keywords.length > 0 || !sentence.includes('{keyword}')),
  )
}

function filled(
  sentence: string,
  { topic, brand, audience, keywords }: Brief,
  chance: Chance,
): string {
  const keyword = keywords[chance.below(Math.max(1, keywords.length))] ?? topic
  return sentence
    .replaceAll('{topic}', topic)
    .replaceAll('{Topic}', topic.charAt(0).toUpperCase() + topic.slice(1))
    .replaceAll('{brand}', brand ?? '')
    .replaceAll('{audience}', shortened(audience ?? ''))
    .replaceAll('{keyword}', /^[A-Z]{2}/.test(keyword) ? keyword : keyword.toLowerCase())
}

/** An audience of one line, as it stands within a sentence. */
function shortened(audience: string): string {
  const [line = ''] = audience.split(/[.;\n]/)
  const words = line.trim().split(/\s+/).slice(0, 8).join(' ')
  return /^[A-Z][a-z]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words
}

function wordCount(text: string): number {
  return text.split(/\s+/).length
}
