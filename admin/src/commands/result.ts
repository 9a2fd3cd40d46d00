/** What somebody is told once, and nobody again: a password that was made, a way in. It stands in no log. */
export interface Secret {
  readonly label: string
  readonly value: string
  /** It is the address of a page. */
  readonly opens?: true
}

/** What to tell the person who ran a command. */
export type CommandResult = string | { readonly message: string; readonly secret: Secret }

/** The parts of a result, as browsers get them. */
export function answerOf(result: CommandResult): { message: string; secret?: Secret } {
  return typeof result === 'string' ? { message: result } : result
}
