import { isProviderFailure, ProviderFailure, type AiRequest } from '@t21/plugin-kit'

/** Shorter pieces are the same by chance. */
const shortestPiece = 12
const mostWords = 300

/**
 * An error of a provider as it may be logged and told: models and filters repeat what they were asked, and bugs name what they
 * stumbled over. Of a failure the words stay that are nobody's; of a bug its name and where it was; of both no cause.
 */
export function withoutAsked(error: unknown, { messages }: Pick<AiRequest, 'messages'>): unknown {
  if (isProviderFailure(error)) {
    const { kind, until, code } = error
    const asked = messages.flatMap(({ role, parts }) =>
      role === 'system' ? [] : parts.map((part) => (part.kind === 'text' ? part.text : '')),
    )
    return new ProviderFailure(kind, { message: hidden(error.message, asked), until, code })
  }
  const { name, stack = '' } = error instanceof Error ? error : new Error()
  const bug = new Error(`The provider failed with an error that is none of its own: ${name}.`)
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  bug.stack = [`${bug.name}: ${bug.message}`, ...frames].join('\n')
  return bug
}

/** Words without the pieces that are in one of the texts. */
function hidden(words: string, texts: readonly string[]): string {
  const said = oneLine(words).slice(0, mostWords)
  const asked = texts.map(oneLine)
  const isAsked = (from: number, to: number) =>
    to <= said.length && asked.some((text) => text.includes(said.slice(from, to)))
  let kept = ''
  for (let at = 0; at < said.length;) {
    let end = at + shortestPiece
    if (isAsked(at, end)) {
      while (isAsked(at, end + 1)) end += 1
      kept += '[hidden]'
      at = end
    } else {
      kept += said[at]
      at += 1
    }
  }
  return kept
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
