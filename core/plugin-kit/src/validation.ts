/** Something that the network would refuse (`error`), or that is close to a limit or lost (`warning`). */
export interface ValidationIssue {
  readonly severity: 'error' | 'warning'
  /** A stable name for programs, lower_snake_case: `text_too_long`. */
  readonly code: string
  /** Where: `text`, `media[2]`, `thread[0].text`, `firstComment`, `options.poll`; made by {@link fieldOf}. */
  readonly field: string
  /** What is wrong, as a sentence. */
  readonly message: string
  /** What to do about it, as a sentence. */
  readonly remedy: string
  readonly limit?: number
  readonly actual?: number
}

/** A text as the network counts it. */
export interface CountedText {
  readonly field: string
  readonly length: number
  readonly limit: number
}

/** The answer of `validate`. Errors mean that publishing is not tried. */
export interface Validation {
  readonly issues: readonly ValidationIssue[]
  readonly counted: readonly CountedText[]
}

/**
 * The field name of something in a part: `fieldOf({ kind: 'thread', position: 2 }, 'text')` is
 * `thread[1].text`, since the thread's first post is the post itself.
 */
export function fieldOf(
  part: { readonly kind: string; readonly position: number },
  field: string,
): string {
  if (part.kind === 'thread') return `thread[${part.position - 1}].${field}`
  if (part.kind === 'first_comment')
    return field === 'text' ? 'firstComment' : `firstComment.${field}`
  return field
}
