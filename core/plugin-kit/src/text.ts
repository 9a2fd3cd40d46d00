/**
 * Puts hashtags behind a text, each once, leaving out those the text has already (in any case).
 * Connectors whose network wants them elsewhere bring their own `composeText`.
 */
export function appendHashtags(text: string, hashtags: readonly string[]): string {
  const present = new Set(
    [...text.matchAll(/#([\p{L}\p{N}_]+)/gu)].map((match) => match[1]?.toLowerCase()),
  )
  const missing: string[] = []
  for (const hashtag of hashtags) {
    const name = hashtag.replace(/^#/, '')
    if (name === '' || present.has(name.toLowerCase())) continue
    present.add(name.toLowerCase())
    missing.push(`#${name}`)
  }
  if (missing.length === 0) return text
  return text === '' ? missing.join(' ') : `${text}\n\n${missing.join(' ')}`
}
