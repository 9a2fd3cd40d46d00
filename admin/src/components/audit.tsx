import { Badge, Box, Button, Icon, Input, Label, Text } from '@adminjs/design-system'
import { ApiClient } from 'adminjs'
import React, { useState, type FormEvent } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { AuditEntry } from '../pages/audit/audit.data.ts'
import { Moment } from './moment.tsx'
import { Nothing, PageFrame, Panel } from './page-frame.tsx'
import { sentenceOf, usePage } from './use-page.ts'

const filters = [
  ['who', 'Who (e-mail)'],
  ['action', 'Action'],
  ['customer', 'Customer (id)'],
  ['subject', 'Of what'],
  ['subjectId', 'Its id'],
  ['from', 'From (day, UTC)'],
  ['to', 'Until before'],
  ['outcome', 'Outcome'],
  ['requestId', 'Request (id)'],
] as const

interface AuditData {
  readonly entries: readonly AuditEntry[]
  readonly next: string | null
}

/** What staff did and looked at, newest first. */
export function Audit(): React.ReactElement {
  const { search } = useLocation()
  const navigate = useNavigate()
  const asked = Object.fromEntries(new URLSearchParams(search))
  const setAddress = (wanted: Readonly<Record<string, string>>) =>
    navigate({ search: String(new URLSearchParams(wanted)) })
  const { data, problem, reload } = usePage<AuditData>('audit', asked)
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(asked)
  const [fileProblem, setFileProblem] = useState('')

  function find(event: FormEvent): void {
    event.preventDefault()
    const { before: _before, ...wanted } = typed
    setAddress(Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== '')))
  }

  async function save(): Promise<void> {
    try {
      const { data: answer } = await new ApiClient().getPage({
        pageName: 'audit',
        params: { ...asked, format: 'csv' },
      })
      const { csv, next } = answer as { csv: string; next: string | null }
      download(csv)
      setFileProblem(
        next === null ? '' : 'The file has the newest 10,000 entries; narrow the time for others.',
      )
    } catch (error) {
      setFileProblem(sentenceOf(error).message)
    }
  }

  return (
    <PageFrame
      title="Audit log"
      about="What staff did and looked at. Nobody can change it; that you read it stands in it, too."
      problem={problem === '' ? fileProblem : problem}
      loading={data === null}
      onReload={reload}
      tools={
        <button type="button" className="t21-button" onClick={() => void save()}>
          <Icon icon="Download" size={16} />
          Save as CSV
        </button>
      }
    >
      <Panel title="Which entries">
        <Box as="form" onSubmit={find} display="flex" flexWrap="wrap" style={{ gap: '12px' }}>
          {filters.map(([name, label]) => (
            <Box key={name} style={{ flex: '1 1 160px' }}>
              <Label htmlFor={`audit-${name}`}>{label}</Label>
              <Input
                id={`audit-${name}`}
                name={name}
                width={1}
                value={typed[name] ?? ''}
                placeholder={name === 'from' || name === 'to' ? '2027-01-31' : ''}
                onChange={({ target }: { target: { value: string } }) =>
                  setTyped({ ...typed, [name]: target.value })
                }
              />
            </Box>
          ))}
          <Box width={1}>
            <Button type="submit" variant="contained" size="sm">
              Find
            </Button>{' '}
            <Button
              type="button"
              variant="text"
              size="sm"
              onClick={() => {
                setTyped({})
                setAddress({})
              }}
            >
              All
            </Button>
          </Box>
        </Box>
      </Panel>
      {data?.entries.length === 0 && <Nothing>No entry is like that.</Nothing>}
      {data?.entries.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
      {data !== null && data.next !== null && (
        <Box mt="lg">
          <Button
            type="button"
            variant="outlined"
            onClick={() => {
              setAddress({ ...asked, before: data.next ?? '' })
              window.scrollTo({ top: 0 })
            }}
          >
            Older ones
          </Button>
        </Box>
      )}
    </PageFrame>
  )
}

const outcomes = {
  done: ['success', '✓'],
  begun: ['info', '↻'],
  refused: ['default', '■'],
  failed: ['danger', '✕'],
} as const

function Entry({ entry }: { readonly entry: AuditEntry }): React.ReactElement {
  const { changes, customer, details } = wordsOf(entry)
  const [variant, sign] = outcomes[entry.outcome as keyof typeof outcomes] ?? outcomes.begun
  return (
    <Box
      as="article"
      bg="container"
      border="default"
      p="lg"
      mt="default"
      color="text"
      data-testid="entry"
      style={{ overflowWrap: 'anywhere' }}
    >
      <Text>
        <Badge size="sm" variant={variant}>
          {sign} {entry.outcome}
        </Badge>{' '}
        <b>{entry.action}</b> {entry.subject}{' '}
        {entry.subjectId !== null && <code>{entry.subjectId}</code>}
      </Text>
      <Text color="grey60">
        {entry.staffEmail} ({entry.staffRole}) · <Moment at={entry.at} />
        {entry.ipAddress !== null && ` · from ${entry.ipAddress}`}
        {entry.requestId !== null && ` · request ${entry.requestId}`}
        {customer}
      </Text>
      {entry.reason !== null && <Text mt="sm">“{entry.reason}”</Text>}
      {details !== '' && (
        <Text mt="sm">
          <code>{details}</code>
        </Text>
      )}
      {entry.error !== null && (
        <Text mt="sm" color="error">
          {entry.error}
        </Text>
      )}
      {changes}
    </Box>
  )
}

function wordsOf({ changes, input, organizationId, userId }: AuditEntry) {
  return {
    details: Object.entries(input ?? {})
      .map(([name, value]) => `${name}: ${written(value)}`)
      .join(', '),
    customer: (
      <>
        {organizationId !== null && (
          <>
            {' · '}
            <a href={`/admin/resources/organizations/records/${organizationId}/show`}>
              organization
            </a>
          </>
        )}
        {userId !== null && (
          <>
            {' · '}
            <a href={`/admin/resources/users/records/${userId}/show`}>person</a>
          </>
        )}
      </>
    ),
    changes: changes.length > 0 && (
      <Box as="ul" m="0" mt="default" pl="xl">
        {changes.map(({ after, before, field }) => (
          <li key={field}>
            {field}: <del>{before ?? 'nothing'}</del> → <ins>{after ?? 'nothing'}</ins>
          </li>
        ))}
      </Box>
    ),
  }
}

function written(value: unknown): string {
  if (Array.isArray(value)) return value.map(written).join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function download(csv: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `staff-audit-${new Date().toISOString().slice(0, 10)}.csv`
  link.click()
  URL.revokeObjectURL(url)
}
