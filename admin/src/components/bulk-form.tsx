import { Box, Button, MessageBox, Text } from '@adminjs/design-system'
import { ApiClient } from 'adminjs'
import React, { useEffect, useRef, useState, type FormEvent } from 'react'
import type { BulkAnswer, BulkOpening } from '../commands/bulk.routes.ts'
import { CommandFields } from './command-fields.tsx'
import { sentenceOf } from './use-page.ts'

/** The form of what is done to many: once for all of them. */
export function BulkForm({
  asked,
  opening: { form, records },
  onCancel,
  onDone,
}: {
  readonly asked: {
    readonly resourceId: string
    readonly actionName: string
    readonly recordIds: string[]
  }
  readonly opening: BulkOpening
  readonly onCancel: () => void
  readonly onDone: (answer: BulkAnswer) => void
}): React.ReactElement {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const leaving = useRef(new AbortController())
  useEffect(() => () => leaving.current.abort(), [])
  const unfit = records.filter(({ fits }) => !fits).length

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    setProblem('')
    setProblems({})
    try {
      const { signal } = leaving.current
      const { data } = await new ApiClient().bulkAction({ ...asked, data: values, signal })
      onDone(data as unknown as BulkAnswer)
    } catch (error) {
      const { fields, message } = sentenceOf(error)
      const known = form.fields.some(({ name }) => name in fields)
      setProblems(fields)
      setProblem(
        isAnswered(error) || known
          ? message
          : 'The console did not answer. Some of it may be done: look again before you try again.',
      )
      setBusy(false)
    }
  }

  return (
    <Box
      as="form"
      onSubmit={send}
      className="t21-panel"
      style={{ maxWidth: 720 }}
      data-testid={`command-${asked.actionName}`}
    >
      <Text mb="lg">To each of them: {form.prompt}</Text>
      {unfit > 0 && (
        <p className="t21-note" role="note" style={{ margin: '0 0 16px' }}>
          {unfit} of {records.length} are in no state for this, or not any more. Nothing is done to
          these.
        </p>
      )}
      {problem !== '' && (
        <MessageBox mb="lg" variant="danger" message={problem} role="alert" data-testid="problem" />
      )}
      <CommandFields
        fields={form.fields}
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
        {form.label} {records.length}
      </Button>
      <Button type="button" variant="text" ml="default" disabled={busy} onClick={onCancel}>
        Cancel
      </Button>
      {busy && (
        <Text mt="default" role="status">
          One after the other … To leave this page stops what is left.
        </Text>
      )}
    </Box>
  )
}

function isAnswered(error: unknown): boolean {
  return (error as { response?: unknown }).response !== undefined
}
