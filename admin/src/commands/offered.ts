import { fieldsOf, type Form } from './read-input.ts'

/** What of a command its form needs to know. */
export interface FormSource extends Form {
  readonly label: string
  /** What is said above the form: what happens, and to whom. */
  readonly prompt: string
}

/** The form of a command, as components draw it. */
export function formOf(command: FormSource) {
  const { label, prompt, dangerous } = command
  return { label, prompt, dangerous, fields: fieldsOf(command) }
}
