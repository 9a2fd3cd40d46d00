import { Box, Button, H4, MessageBox, Text } from '@adminjs/design-system'
import { ApiClient, useNotice } from 'adminjs'
import React, { useState, type FormEvent } from 'react'
import { CommandFields, type Form } from './command-fields.tsx'
import { SecretOnce, type Secret } from './secret-once.tsx'
import { sentenceOf } from './use-page.ts'

/** The form of a command of a page. */
export function PageCommandForm({
  page,
  command,
  form,
  about,
  given = {},
  onClose,
  onDone,
}: {
  readonly page: string
  readonly command: string
  readonly form: Form
  /** What it is done to, in words. */
  readonly about?: string
  /** Fields that are known already, and not shown. */
  readonly given?: Readonly<Record<string, string>>
  /** Left out where there is nothing to go back to. */
  readonly onClose?: () => void
  readonly onDone: () => void
}): React.ReactElement {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const [secret, setSecret] = useState<Secret | null>(null)
  const notice = useNotice()

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    setProblem('')
    setProblems({})
    try {
      const { data } = await new ApiClient().getPage({
        pageName: page,
        method: 'post',
        data: { ...values, ...given, command },
      })
      const answer = data as { message: string; secret?: Secret }
      notice({ type: 'success', message: answer.message })
      if (answer.secret === undefined) onDone()
      else setSecret(answer.secret)
    } catch (error) {
      const { fields, message } = sentenceOf(error)
      setProblems(fields)
      setProblem(message)
    } finally {
      setBusy(false)
    }
  }

  if (secret !== null) return <SecretOnce secret={secret} onKept={onDone} />
  return (
    <Box
      as="form"
      onSubmit={send}
      p="xl"
      my="lg"
      bg="container"
      border="default"
      data-testid={`command-${command}`}
    >
      <H4>
        {form.label}
        {about !== undefined && `: ${about}`}
      </H4>
      <Text mb="lg">{form.prompt}</Text>
      {problem !== '' && (
        <MessageBox mb="lg" variant="danger" message={problem} role="alert" data-testid="problem" />
      )}
      <CommandFields
        fields={form.fields.filter(({ name }) => !(name in given))}
        values={values}
        problems={problems}
        onChange={setValues}
      />
      <Button
        type="submit"
        disabled={busy}
        variant="contained"
        color={form.dangerous ? 'danger' : 'primary'}
      >
        {form.label}
      </Button>
      {onClose !== undefined && (
        <Button type="button" variant="text" ml="default" onClick={onClose}>
          Cancel
        </Button>
      )}
    </Box>
  )
}
