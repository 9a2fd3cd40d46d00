const fillers = new Set(
  'a about above after again all also am an and any are as at be because been before being below best between both but by can could create did do does doing down draft during each every few for from further get give good had has have having he her here hers him his how i if in into is it its just let like made make me more most my new no nor not of off on once one only or other our ours out over own please post same say she short should so some such take tell text than that the their them then there these they this those through to today too under until up us use very was we were what when where which while who whom why will with would write you your yours'.split(
    ' ',
  ),
)

/** The words that carry a text, in its order, each once. */
export function keywordsOf(text: string): string[] {
  const found = new Map<string, string>()
  for (const [word] of text
    .replaceAll(/https?:\S+/g, '')
    .matchAll(/[\p{L}\p{N}][\p{L}\p{N}’'-]*/gu)) {
    const key = word.toLowerCase().replace(/[’']s$/, '')
    if (key.length > 2 && !fillers.has(key) && !found.has(key))
      found.set(key, word.replace(/[’']s$/, ''))
  }
  return [...found.values()].slice(0, 12)
}

const asking =
  /^(?:please\s+)?(?:can you\s+|could you\s+)?(?:write|create|make|draft|compose|give|prepare|suggest|generate|announce|promote|advertise|celebrate|introduce|share|tell)\b(?:\s+(?:me|us|everyone|everybody|people|our\s+followers))?(?:\s+(?:an?|the|some|one|\d+)?\s*(?:[\w-]+\s+){0,3}?(?:posts?|tweets?|captions?|texts?|copy|stor(?:y|ies)|announcements?|versions?|something))?(?:\s+(?:about|on|for|of|announcing|promoting|introducing|saying|that|how|why))?\s+/i

/** A wish without the asking: of `Write a post about tea. With cake.` it leaves `tea. With cake.` */
export function withoutAsking(text: string): string {
  return text.trim().replace(asking, '')
}

/** What a wish or a text is about, as it stands within a sentence: its first sentence, without the asking. */
export function topicOf(text: string): string {
  const [sentence = ''] = withoutAsking(text).split(/(?<=[.!?])\s|\n/)
  const bare = sentence.replace(/[.!?…:;,\s]+$/, '')
  const short = bare
    .split(/\s+/)
    .slice(0, 12)
    .join(' ')
    .replace(/\s+(?:and|or|of|the|a|to|with|for|in|at)$/i, '')
  if (short === '') return 'what is new'
  // A name or an abbreviation keeps its capital; the beginning of a sentence does not.
  return /^(?:[A-Z][a-z]+ [a-z]|(?:A|The|Our|My|We|This|It|How|Why) )/.test(short)
    ? short.charAt(0).toLowerCase() + short.slice(1)
    : short
}
