import type { AiMessage } from '@t21/plugin-kit'

/** What a model is told of its own answer, once. The problems are T21's words and those of connectors. */
export function repairMessages(answer: string, problems: readonly string[]): AiMessage[] {
  const asked = [
    'Your answer cannot be used as it is:',
    ...problems.map((problem) => `- ${problem}`),
    'Answer once more, whole, with these mended and everything else as it was.',
  ].join('\n')
  return [
    // A message without any text is one that providers refuse.
    { role: 'assistant', parts: [{ kind: 'text', text: answer === '' ? '(nothing)' : answer }] },
    { role: 'user', parts: [{ kind: 'text', text: asked }] },
  ]
}
