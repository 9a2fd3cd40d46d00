import {
  Box,
  Button,
  Input,
  FormGroup,
  FormMessage,
  H4,
  Label,
  MessageBox,
  Text,
  TextArea,
} from '@adminjs/design-system'
import { ApiClient, useNotice, type ActionProps } from 'adminjs'
import React, { useState, type FormEvent } from 'react'
import { useNavigate } from 'react-router'

interface Field {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly type?: 'text' | 'textarea' | 'number' | 'date' | 'url' | 'choice'
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
  readonly optional?: boolean
  readonly maxLength?: number
}

interface Custom {
  readonly label: string
  readonly prompt: string
  readonly dangerous: boolean
  readonly fields: readonly Field[]
}

interface Answer {
  readonly notice?: { readonly type?: string; readonly message: string }
  readonly record?: { readonly errors?: Readonly<Record<string, { readonly message: string }>> }
}

/** The form of every command: what happens, its fields, the reason, and the code where it is dangerous. */
export function CommandForm({ action, record, resource }: ActionProps): React.ReactElement | null {
  const { label, prompt, dangerous, fields } = action.custom as Custom
  const [values, setValues] = useState<Record<string, string>>({})
  const [problems, setProblems] = useState<Record<string, string>>({})
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const notice = useNotice()
  const navigate = useNavigate()
  if (!record) return null
  const recordPage = `/admin/resources/${resource.id}/records/${record.id}/show`

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    setProblem('')
    try {
      const { data } = await new ApiClient().recordAction({
        resourceId: resource.id,
        recordId: record?.id ?? '',
        actionName: action.name,
        data: values,
      })
      const answer = data as Answer
      if (answer.notice?.type === 'error') {
        const errors = Object.entries(answer.record?.errors ?? {})
        setProblems(Object.fromEntries(errors.map(([name, error]) => [name, error.message])))
        setProblem(answer.notice.message)
        return
      }
      notice({ type: 'success', message: answer.notice?.message ?? 'Done.' })
      navigate(recordPage)
    } catch {
      setProblem('The console did not answer. Nothing is known to have changed: look again.')
    } finally {
      setBusy(false)
    }
  }

  return (
    <Box as="form" onSubmit={send} p="xl" data-testid={`command-${action.name}`}>
      <H4>
        {label}: {record.title}
      </H4>
      <Text mb="lg">{prompt}</Text>
      {problem !== '' && (
        <MessageBox mb="lg" variant="danger" message={problem} role="alert" data-testid="problem" />
      )}
      {fields.map((field) => (
        <FormGroup key={field.name} error={field.name in problems}>
          <Label htmlFor={`command-${field.name}`} required={field.optional !== true}>
            {field.label}
          </Label>
          <FieldInput
            field={field}
            value={values[field.name] ?? ''}
            onChange={(value) => setValues({ ...values, [field.name]: value })}
          />
          <FormMessage>{problems[field.name] ?? field.hint}</FormMessage>
        </FormGroup>
      ))}
      <Button
        type="submit"
        disabled={busy}
        variant="contained"
        color={dangerous ? 'danger' : 'primary'}
      >
        {label}
      </Button>
      <Button type="button" variant="text" ml="default" onClick={() => navigate(recordPage)}>
        Cancel
      </Button>
    </Box>
  )
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
