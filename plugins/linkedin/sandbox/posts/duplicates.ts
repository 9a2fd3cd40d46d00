import { createHash } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { problem, Refusal } from '../api/errors.ts'
import { postLimits } from '../api/limits.ts'
import { canonicalText } from './little-text.ts'
import { findPost } from './post-store.ts'
import type { StoredPost } from './post.ts'

interface Said {
  readonly urn: string
  readonly at: number
}

type Utterance = Pick<StoredPost, 'author' | 'segments' | 'content' | 'parent'>

/**
 * Refuses what the same author said less than ten minutes ago and did not delete. Other media are other
 * content, even of the same bytes (linkedin.md 5).
 *
 * @throws Refusal 422 that names the first post
 */
export function requireNovelty(context: EmulatorContext, utterance: Utterance): void {
  const said = saidOf(context).get(keyOf(utterance))
  if (said === undefined || findPost(context, said.urn) === undefined) return
  if (context.now().getTime() - said.at >= postLimits.duplicateSeconds * 1000) return
  throw new Refusal(problem(422, `Content is a duplicate of ${said.urn}`))
}

/** Remembers what an author said. */
export function rememberUtterance(context: EmulatorContext, post: StoredPost): void {
  saidOf(context).set(keyOf(post), { urn: post.urn, at: post.createdAt })
}

function keyOf({ author, segments, content, parent }: Utterance): string {
  const said = JSON.stringify([author, canonicalText(segments).trim(), content, parent])
  return createHash('sha256').update(said).digest('base64url')
}

function saidOf(context: EmulatorContext): Map<string, Said> {
  return context.store.collection<Said>('utterances')
}
