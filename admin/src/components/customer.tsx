import { Box, Text } from '@adminjs/design-system'
import type { ActionProps } from 'adminjs'
import React, { type ReactNode } from 'react'
import type { CustomerData, ShownPart } from '../pages/customer/customer.page.ts'
import type { PartColumn } from '../pages/customer/part.ts'
import { CustomerTrouble } from './customer-trouble.tsx'
import { DataTable, type Column } from './data-table.tsx'
import { Moment } from './moment.tsx'
import { networkName } from './network-name.tsx'
import { Nothing, Panel } from './page-frame.tsx'
import { Loading, Trouble } from './page-states.tsx'
import { RecordFacts } from './record-facts.tsx'
import { SeeAlso } from './see-also.tsx'
import { State } from './state-badge.tsx'
import { UsageBars } from './usage-bars.tsx'
import { usePage } from './use-page.ts'

/** A person or an organization: who it is, and everything of theirs that somebody may read. */
export function CustomerPage({ record, resource }: ActionProps): React.ReactElement | null {
  const id = record?.id ?? ''
  const { data, problem, reload } = usePage<CustomerData>(
    'customer',
    resource.id === 'users' ? { user: id } : { organization: id },
  )
  if (!record) return null
  return (
    <Box data-testid="customer">
      {data !== null && <CustomerTrouble data={data} record={record} />}
      <Panel title={resource.id === 'users' ? 'Person' : 'Organization'} testId="customer-facts">
        <RecordFacts record={record} resource={resource} />
      </Panel>
      {problem !== '' && <Trouble problem={problem} onReload={reload} />}
      {data === null && problem === '' && <Loading inPage />}
      {data !== null && (
        <nav className="t21-jump" aria-label="On this page">
          {data.parts.map(({ id: part, title }) => (
            <a key={part} href={`#customer-${part}`}>
              {title}
            </a>
          ))}
        </nav>
      )}
      {data?.organization && (
        <Panel title="Plan and usage" testId="customer-usage">
          <Text mb="default">
            {String(data.organization['tier'])}
            {typeof data.organization['givenUntil'] === 'string' && (
              <>
                , given by staff until <Moment at={data.organization['givenUntil']} />
              </>
            )}
            {resource.id === 'users' && (
              <>
                {' in '}
                <a href={data.organization.href}>{String(data.organization['name'])}</a>
              </>
            )}
          </Text>
          <UsageBars usage={data.usage} />
          {data.organization['personal'] === true && (
            <Text mt="default" fontSize="sm" color="grey60">
              It is one person's own: nobody else can be invited, and members are not counted.
            </Text>
          )}
        </Panel>
      )}
      {data?.parts.map((part) => (
        <CustomerPart key={part.id} part={part} />
      ))}
      <Panel title="All lists" testId="customer-lists">
        <SeeAlso resourceId={resource.id} recordId={record.id} />
      </Panel>
    </Box>
  )
}

function CustomerPart({ part }: { readonly part: ShownPart }): React.ReactElement {
  const { all, columns, empty, id, rows, title } = part
  return (
    <Panel title={title} testId={`customer-${id}`}>
      {rows.length === 0 ? (
        <Nothing>{empty}</Nothing>
      ) : (
        <DataTable
          label={title}
          columns={columns.map(columnOf)}
          rows={rows}
          keyOf={(row) => row.id}
        />
      )}
      {all !== null && rows.length > 0 && (
        <Box mt="default">
          <a href={all} aria-label={`See all: ${title}`}>
            See all
          </a>
        </Box>
      )}
    </Panel>
  )
}

function columnOf(
  { as, field, label }: PartColumn,
  position: number,
): Column<ShownPart['rows'][number]> {
  return {
    heading: label,
    cell: (row) => {
      const value = drawn(as, row[field])
      return position === 0 && row.href !== null ? <a href={row.href}>{value}</a> : value
    },
  }
}

function drawn(as: PartColumn['as'], value: unknown): ReactNode {
  if (typeof value !== 'string' || value === '') return '–'
  if (as === 'network') return networkName(value)
  if (as === 'time') return <Moment at={value} />
  return as === 'state' ? <State state={value} /> : value
}
