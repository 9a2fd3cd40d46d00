import { createHash } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { postLimits } from '../api/limits.ts'

/** What makes two posts of an account the same to X: their words and their place. */
export interface Utterance {
  readonly authorId: string
  readonly text: string
  readonly inReplyToId: string | null
}

/** True when the account said the same in the same place less than 24 hours ago. */
export function isRepeated(context: EmulatorContext, utterance: Utterance): boolean {
  const at = saidOf(context).get(keyOf(utterance))
  if (at === undefined) return false
  return context.now().getTime() - at < postLimits.duplicateSeconds * 1000
}

/** Remembers what an account said. */
export function rememberUtterance(context: EmulatorContext, utterance: Utterance): void {
  saidOf(context).set(keyOf(utterance), context.now().getTime())
}

/** After its post was deleted, the same may be said again. */
export function forgetUtterance(context: EmulatorContext, utterance: Utterance): void {
  saidOf(context).delete(keyOf(utterance))
}

function keyOf({ authorId, text, inReplyToId }: Utterance): string {
  const words = text.normalize('NFC').trim()
  const digest = createHash('sha256').update(words).digest('base64url')
  return `${authorId}:${inReplyToId ?? 'root'}:${digest}`
}

function saidOf(context: EmulatorContext): Map<string, number> {
  return context.store.collection<number>('utterances')
}
