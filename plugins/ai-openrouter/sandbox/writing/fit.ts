/** At most so many characters: whole sentences where that leaves enough, else whole words. */
export function fitTo(text: string, most: number): string {
  const characters = Array.from(text)
  if (characters.length <= most) return text
  const cut = characters.slice(0, most).join('')
  const sentence = /^[\s\S]*[.!?](?=\s|$)/.exec(cut)?.[0] ?? ''
  if (Array.from(sentence).length >= most / 3) return sentence.trim()
  const words = cut.slice(0, Math.max(0, cut.lastIndexOf(' '))).replace(/[\s,;:]+$/, '')
  return words === '' ? cut : words
}

/** At least so many characters, by saying more. */
export function fillTo(text: string, least: number, more: string): string {
  let whole = text
  while (Array.from(whole).length < least) whole = `${whole} ${more === '' ? '…' : more}`.trim()
  return whole
}
