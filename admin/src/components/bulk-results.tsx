import React, { useEffect, useRef } from 'react'
import type { BulkAnswer } from '../commands/bulk.routes.ts'
import type { BulkResult } from '../commands/run-bulk.ts'
import { RecordTitle } from './chosen-records.tsx'
import { DataTable, type Column } from './data-table.tsx'
import type {} from './printed-state.ts'
import { Panel } from './page-frame.tsx'
import { State } from './state-badge.tsx'

/** What became of each of many. What was not done comes first. */
export function BulkResults({
  resourceId,
  answer: { message, requestId, results },
}: {
  readonly resourceId: string
  readonly answer: BulkAnswer
}): React.ReactElement {
  const summary = useRef<HTMLDivElement>(null)
  useEffect(() => summary.current?.focus(), [])
  const mayRead = window.REDUX_STATE.branding.pages.some(({ id }) => id === 'audit')
  const columns: readonly Column<BulkResult>[] = [
    {
      heading: 'Record',
      cell: ({ id, title }) => <RecordTitle resourceId={resourceId} id={id} title={title} />,
    },
    { heading: 'Result', cell: ({ outcome }) => <State state={outcome} /> },
    { heading: 'Told', cell: ({ message: why }) => why },
  ]
  const rows = [
    ...results.filter(({ outcome }) => outcome !== 'done'),
    ...results.filter(({ outcome }) => outcome === 'done'),
  ]
  return (
    <Panel title="What was done" testId="results">
      <div ref={summary} tabIndex={-1} role="status">
        <p className="t21-hello">{message}</p>
      </div>
      {rows.some(({ outcome }) => outcome !== 'done') && (
        <p className="t21-about">What was not done is as it was, unless its line says otherwise.</p>
      )}
      <p className="t21-id">
        In the audit log: request{' '}
        {mayRead ? (
          <a href={`/admin/pages/audit?requestId=${requestId}`}>{requestId}</a>
        ) : (
          requestId
        )}
      </p>
      <DataTable label="Results" columns={columns} rows={rows} keyOf={({ id }) => id} />
    </Panel>
  )
}
