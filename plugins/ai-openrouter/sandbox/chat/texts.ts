import type { Message } from './body.ts'

/** The text of a message, its parts as lines. */
export function textOf({ content }: Message): string {
  if (typeof content === 'string') return content
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
}

/** All texts of a chat. */
export function textsOf(messages: readonly Message[]): readonly string[] {
  return messages.map(textOf)
}

/** About four characters each. */
export function tokenCount(text: string): number {
  return Math.ceil(Array.from(text).length / 4)
}
