import type { PublishPart } from '@t21/plugin-kit'
import { withoutMentionSyntax } from './text.ts'

/** A comment's address below its post. */
export interface CommentId {
  readonly postUrn: string
  readonly number: string
}

/**
 * The body of a comment: linkedin.md 9. Its text is plain: LinkedIn documents no escaping here, and the syntax of a
 * mention would be shown as it stands.
 */
export function commentBody(
  part: Pick<PublishPart, 'text'>,
  actor: string,
  postUrn: string,
): Record<string, unknown> {
  return { actor, object: postUrn, message: { text: commentText(part.text) } }
}

/** The text of a comment as LinkedIn is given it. */
export function commentText(text: string): string {
  return withoutMentionSyntax(text)
}

/** The URN of a comment: LinkedIn's own where it names it, else made of the post's and the comment's number. */
export function commentUrn(comment: {
  readonly named: {
    readonly $URN?: string | null | undefined
    readonly commentUrn?: string | null | undefined
  } | null
  readonly number: string | number | undefined
  readonly postUrn: string
}): string | null {
  const urn = comment.named?.$URN || comment.named?.commentUrn
  if (urn && readCommentUrn(urn)) return urn
  const number = String(comment.number ?? '')
  if (readCommentUrn(number)) return number
  return /^[0-9]+$/.test(number) ? `urn:li:comment:(${comment.postUrn},${number})` : null
}

/** The parts of a comment's URN, or `null` for the URN of a post. */
export function readCommentUrn(urn: string): CommentId | null {
  const [, postUrn, number] =
    /^urn:li:comment:\((urn:li:[A-Za-z]+:[0-9]+),([0-9]+)\)$/.exec(urn) ?? []
  return postUrn && number ? { postUrn, number } : null
}
