import { setTimeout as wait } from 'node:timers/promises'
import { brokenOff, headOf, type Shown } from './views.ts'

/** Milliseconds between two pieces. */
const pace = { usual: 4, slow: 150 }

/**
 * The pieces of an answer as server-sent events: a comment first, as OpenRouter sends while it waits, and after the last piece
 * one more, with the usage, which says once more why it ends ("Streaming", "The final usage chunk").
 */
export async function* streamOf(shown: Shown, slow: boolean): AsyncGenerator<string> {
  yield ': OPENROUTER PROCESSING\n\n'
  const pieces = piecesOf(shown.text)
  const end = shown.breaksOff ? Math.ceil(pieces.length / 2) : pieces.length
  for (const piece of pieces.slice(0, end)) {
    await wait(slow ? pace.slow : pace.usual)
    yield event(shown, { delta: { role: 'assistant', content: piece }, finish_reason: null })
  }
  if (shown.breaksOff) {
    const choice = { delta: { content: '' }, finish_reason: 'error' }
    yield event(shown, choice, { error: brokenOff })
    return
  }
  if (shown.refusal !== null) {
    yield event(shown, { delta: { content: '', refusal: shown.refusal }, finish_reason: null })
  }
  const last = {
    delta: { role: 'assistant', content: '' },
    finish_reason: shown.finish,
    native_finish_reason: shown.finish,
  }
  yield event(shown, last)
  yield event(shown, last, { usage: shown.usage })
  yield 'data: [DONE]\n\n'
}

function event(shown: Shown, choice: object, more: object = {}): string {
  const choices = shown.hasChoice ? [{ index: 0, logprobs: null, ...choice }] : []
  return `data: ${JSON.stringify({ ...headOf(shown, 'chat.completion.chunk'), choices, ...more })}\n\n`
}

/** Two words at a time, with the spaces around them. */
function piecesOf(text: string): string[] {
  return text.match(/(?:\s*\S+){1,2}\s*|\s+/g) ?? []
}
