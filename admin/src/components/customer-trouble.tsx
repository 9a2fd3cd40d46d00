import type { ActionProps } from 'adminjs'
import React, { type ReactNode } from 'react'
import type { CustomerData, ShownPart } from '../pages/customer/customer.page.ts'
import { networkName } from './network-name.tsx'
import { Panel } from './page-frame.tsx'
import { State } from './state-badge.tsx'
import { toneOf } from './tones.ts'

type Row = ShownPart['rows'][number]

/** What customers ask about; how a session or a membership ended is no trouble. */
const asked: Readonly<Record<string, string>> = {
  accounts: 'Account',
  deliveries: 'Delivery',
  subscription: 'Subscription',
  invoices: 'Invoice',
  mail: 'Mail',
}

/** At the top of a customer's page: what is wrong with them, and with the last of what they have. Nothing, where all is well. */
export function CustomerTrouble({
  data,
  record,
}: {
  readonly data: CustomerData
  readonly record: NonNullable<ActionProps['record']>
}): React.ReactElement | null {
  const troubles = [
    ...ofPerson(record.params as Readonly<Record<string, unknown>>),
    ...data.parts.flatMap(ofPart),
  ]
  if (troubles.length === 0) return null
  return (
    <Panel title="What needs a look" testId="customer-trouble">
      <ul className="t21-troubles">{troubles}</ul>
    </Panel>
  )
}

function ofPerson(params: Readonly<Record<string, unknown>>): ReactNode[] {
  const { email, emailVerifiedAt, status, suspendedBecause } = params
  return [
    ...(status === 'suspended' || status === 'deleted'
      ? [
          <li key="status">
            <State state={status} /> {text(suspendedBecause) || 'Nothing of theirs works.'}
          </li>,
        ]
      : []),
    ...(text(email) !== '' && text(emailVerifiedAt) === ''
      ? [
          <li key="email">
            <State state="unverified" /> Their e-mail address is not verified.
          </li>,
        ]
      : []),
  ]
}

function ofPart({ columns, id, rows }: ShownPart): ReactNode[] {
  const kind = asked[id]
  const state = columns.find(({ as }) => as === 'state')?.field ?? ''
  const why = columns.find(({ label }) => label.startsWith('Why'))?.field ?? ''
  if (kind === undefined) return []
  return rows
    .filter((row) => toneOf(text(row[state])) === 'danger')
    .map((row) => (
      <li key={`${id} ${row.id}`}>
        <State state={text(row[state])} /> {kind}{' '}
        {row.href === null ? nameOf(row, columns) : <a href={row.href}>{nameOf(row, columns)}</a>}
        {text(row[why]) !== '' && `, ${text(row[why]).replaceAll('_', ' ')}`}
      </li>
    ))
}

/** What stands before its state: network and account of a delivery, the number of an invoice. */
function nameOf(row: Row, columns: ShownPart['columns']): string {
  const names = columns
    .slice(
      0,
      columns.findIndex(({ as }) => as === 'state'),
    )
    .map(({ as, field }) => (as === 'network' ? networkName(text(row[field])) : text(row[field])))
  return names.filter((name) => name !== '').join(' · ') || row.id
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
