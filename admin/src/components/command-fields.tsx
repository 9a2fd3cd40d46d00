import { FormGroup, FormMessage, Input, Label, TextArea } from '@adminjs/design-system'
import React from 'react'

/** A field of a command's form, as the server describes it. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly type?: 'text' | 'textarea' | 'number' | 'date' | 'url' | 'choice' | 'password' | 'seen'
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
  readonly optional?: boolean
  readonly maxLength?: number
}

/** The form of a command. */
export interface Form {
  readonly label: string
  readonly prompt: string
  readonly dangerous: boolean
  readonly fields: readonly Field[]
}

type Texts = Readonly<Record<string, string>>

/** The fields of a command's form, each with what is wrong with it. */
export function CommandFields({
  fields,
  values,
  problems,
  onChange,
}: {
  readonly fields: readonly Field[]
  readonly values: Texts
  readonly problems: Texts
  readonly onChange: (values: Texts) => void
}): React.ReactElement {
  return (
    <>
      {fields.filter(isTyped).map((field) => (
        <FormGroup key={field.name} error={field.name in problems}>
          <Label htmlFor={`command-${field.name}`} required={field.optional !== true}>
            {field.label}
          </Label>
          <FieldInput
            field={field}
            value={values[field.name] ?? ''}
            onChange={(value) => onChange({ ...values, [field.name]: value })}
          />
          <FormMessage>{problems[field.name] ?? field.hint}</FormMessage>
        </FormGroup>
      ))}
    </>
  )
}

function isTyped({ type }: Field): boolean {
  return type !== 'seen'
}

/** What the fields hold of the record as it was when the form was opened. */
export function seenValues(
  fields: readonly Field[],
  record: Readonly<Record<string, unknown>>,
): Texts {
  const seen = fields.filter((field) => !isTyped(field))
  return Object.fromEntries(seen.map(({ name }) => [name, `${record[name] as number}`]))
}

function FieldInput({
  field: { name, type = 'text', choices = [], maxLength, optional },
  value,
  onChange,
}: {
  readonly field: Field
  readonly value: string
  readonly onChange: (value: string) => void
}): React.ReactElement {
  const same = {
    id: `command-${name}`,
    name,
    value,
    required: optional !== true,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  }
  if (type === 'textarea') return <TextArea {...same} rows={3} maxLength={maxLength} width={1} />
  if (type === 'choice') {
    return (
      <select {...same}>
        <option value="" />
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    )
  }
  const oneTime =
    name === 'code' ? { autoComplete: 'one-time-code', inputMode: 'numeric' as const } : {}
  return <Input {...same} {...oneTime} type={type} maxLength={maxLength} width={1} />
}
