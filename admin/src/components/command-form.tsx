import { Box, Button, H4, MessageBox, Text } from '@adminjs/design-system'
import { ApiClient, useNotice, type ActionProps } from 'adminjs'
import React, { useState, type FormEvent } from 'react'
import { useNavigate } from 'react-router'
import { CommandFields, seenValues, type Form } from './command-fields.tsx'
import { SecretOnce, type Secret } from './secret-once.tsx'

interface Answer {
  readonly secret?: Secret
  readonly notice?: { readonly type?: string; readonly message: string }
  readonly record?: { readonly errors?: Readonly<Record<string, { readonly message: string }>> }
}

/** The form of every command: what happens, its fields, the reason, and the code where it is dangerous. */
export function CommandForm({ action, record, resource }: ActionProps): React.ReactElement | null {
  const { label, prompt, dangerous, fields } = action.custom as Form
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    seenValues(fields, record?.params ?? {}),
  )
  const [problems, setProblems] = useState<Record<string, string>>({})
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const [secret, setSecret] = useState<Secret | null>(null)
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
      if (answer.secret === undefined) navigate(recordPage, { state: { done: true } })
      else setSecret(answer.secret)
    } catch {
      setProblem('The console did not answer. Nothing is known to have changed: look again.')
    } finally {
      setBusy(false)
    }
  }

  if (secret !== null) {
    return (
      <SecretOnce secret={secret} onKept={() => navigate(recordPage, { state: { done: true } })} />
    )
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
      <CommandFields fields={fields} values={values} problems={problems} onChange={setValues} />
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
