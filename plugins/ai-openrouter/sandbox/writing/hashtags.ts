import type { Brief } from './brief.ts'
import { chanceOf } from './seeded.ts'

/** Hashtags of a brief, without `#`, each once. */
export function hashtagsFor(brief: Brief, variation: string, count: number): string[] {
  const chance = chanceOf(brief.seed, variation, 'hashtags')
  const [one = '', two = '', three = ''] = brief.keywords
  const wanted = [
    joined(one, two),
    joined(one),
    joined(two),
    joined(three),
    joined(brief.brand ?? ''),
    ...chance.shuffled(brief.keywords.slice(3)).map((word) => joined(word)),
    ...chance.shuffled([
      'BehindTheScenes',
      'MadeWithCare',
      'NewThisWeek',
      'SmallJoys',
      'WorthAVisit',
    ]),
  ].filter((tag) => tag !== '' && !brief.banned.includes(tag.toLowerCase()))
  const unique = new Map(wanted.map((tag) => [tag.toLowerCase(), tag]))
  return [...unique.values()].slice(0, count)
}

/** `winter roast` as `WinterRoast`. */
function joined(...words: readonly string[]): string {
  return words
    .flatMap((word) => word.match(/[\p{L}\p{N}]+/gu) ?? [])
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}
