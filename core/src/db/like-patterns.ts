/** One pattern of `ilike` for each word, in which nothing but the word means anything. */
export function patternsOf(text: string): string[] {
  const words = text.split(/\s+/u).filter((word) => word !== '')
  return words.map((word) => `%${word.replaceAll(/[%_\\]/g, '\\$&')}%`)
}
