/** The length of a text as it is counted here: see `captionLimit`. */
export function textLength(text: string): number {
  return text.length
}

/** The hashtags of a text, without `#`. */
export function hashtagsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}_&/])#([\p{L}\p{M}\p{N}_]+)/gu)].flatMap(
    ([, name]) => name ?? [],
  )
}

/** The names that a text mentions, without `@`; addresses of mail mention nobody. */
export function mentionsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?<![A-Za-z0-9._@/])@([A-Za-z0-9._]+)/g)].flatMap(
    ([, name]) => name ?? [],
  )
}

/** How many links a text has. */
export function linkCount(text: string): number {
  return [...text.matchAll(/\bhttps?:\/\/\S+|\bwww\.\S+/gi)].length
}

/** True for a text that has letters, all of them capital ones. */
export function isShouted(text: string): boolean {
  return /\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text)
}
