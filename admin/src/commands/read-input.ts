import { ApiError } from '@t21/core/console'
import type { CommandField } from './command.ts'

/** What of a command makes its form. */
export interface Form {
  readonly fields?: readonly CommandField[]
  readonly dangerous: boolean
  readonly withoutReason?: true
}

/** What was typed into the form of a command, checked. */
export interface CommandInput {
  readonly reason: string
  readonly code: string
  readonly input: Readonly<Record<string, string>>
}

/** Every command has it. */
export const reasonField: CommandField = {
  name: 'reason',
  label: 'Reason',
  hint: 'Stands in the audit log, without e-mail addresses.',
  type: 'textarea',
  maxLength: 500,
}

/** Asked for where a command is dangerous. */
export const codeField: CommandField = {
  name: 'code',
  label: 'Code',
  hint: 'Six digits of your authenticator, once more: this is hard to undo.',
  maxLength: 10,
}

/** The whole form, in its order. */
export function fieldsOf({ fields = [], dangerous, withoutReason }: Form): CommandField[] {
  return [
    ...fields,
    ...(withoutReason === true ? [] : [reasonField]),
    ...(dangerous ? [codeField] : []),
  ]
}

/** What may be written down of what was typed. */
export function withoutSecrets(
  { fields = [] }: Form,
  input: CommandInput['input'],
): CommandInput['input'] {
  const secret = new Set(fields.flatMap(({ name, type }) => (type === 'password' ? [name] : [])))
  const kept = Object.fromEntries(Object.entries(input).filter(([name]) => !secret.has(name)))
  return withoutPersonal(Object.fromEntries(fields.map((field) => [field.name, field])), kept)
}

/** The staff's audit log is never changed, so what has to go with a person does not go into it. */
export function withoutPersonal<Value>(
  fields: Readonly<Record<string, { readonly personal?: true }>>,
  values: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value | '[personal]'>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      fields[name]?.personal === true && value !== null ? '[personal]' : value,
    ]),
  )
}

/**
 * Reads what was typed. Fields that the form does not have are not looked at.
 *
 * @throws ApiError VALIDATION_ERROR naming every field that is wrong
 */
export function readInput(command: Form, payload: Readonly<Record<string, unknown>>): CommandInput {
  const details: { field: string; message: string }[] = []
  const texts: Record<string, string> = {}
  for (const field of fieldsOf(command)) {
    const text = textOf(payload[field.name], field.type)
    const problem = problemOf(field, text)
    if (problem !== undefined) details.push({ field: field.name, message: problem })
    texts[field.name] = text
  }
  if (details.length > 0) throw new ApiError('VALIDATION_ERROR', undefined, { details })
  const { reason = '', code = '', ...input } = texts
  return { reason, code, input }
}

function textOf(value: unknown, type: CommandField['type']): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return ''
  // Blanks at the ends of a password are its own.
  return type === 'password' ? value : value.trim()
}

function problemOf(field: CommandField, text: string): string | undefined {
  const { maxLength = 500 } = field
  if (field.type === 'seen' && text === '') return 'Open the form again: what you saw is not known.'
  if (text === '') return field.optional === true ? undefined : 'Is needed.'
  if (text.length > maxLength) return `Must have at most ${maxLength} characters.`
  if (!text.isWellFormed() || text.includes('\u0000')) return 'Holds a character that is not text.'
  if (field.name === 'reason' && text.length < 5) return 'Say in a few words why.'
  if (field.type === 'number' && !Number.isFinite(Number(text))) return 'Must be a number.'
  if (field.type === 'url' && !/^https?:\/\/\S+$/.test(text)) return 'Must be an address: https://…'
  if (field.type === 'date' && !isDay(text)) return 'Must be a day: 2027-01-31.'
  if (field.type === 'choice' && !field.choices?.some(({ value }) => value === text)) {
    return 'Must be one of the choices.'
  }
  return undefined
}

function isDay(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text)
}
