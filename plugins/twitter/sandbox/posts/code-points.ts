/** How many code points a text has: what X counts in entities and alt texts, where JavaScript counts UTF-16 units. */
export function codePoints(text: string): number {
  return Array.from(text).length
}
