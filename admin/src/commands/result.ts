/** What somebody is told once, and nobody again: a password that was made. It stands in no log. */
export interface Secret {
  readonly label: string
  readonly value: string
}

/** What to tell the person who ran a command. */
export type CommandResult = string | { readonly message: string; readonly secret: Secret }

/** The parts of a result, as browsers get them. */
export function answerOf(result: CommandResult): { message: string; secret?: Secret } {
  return typeof result === 'string' ? { message: result } : result
}
