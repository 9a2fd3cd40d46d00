import { Badge, Box } from '@adminjs/design-system'
import React from 'react'
import type { QueuesData, TaskState, WorkerState } from '../pages/queues/queues.data.ts'
import { DataTable, type Column } from './data-table.tsx'
import { Moment } from './moment.tsx'
import { Nothing, PageFrame, Panel } from './page-frame.tsx'
import { usePage } from './use-page.ts'

const tasks: readonly Column<TaskState>[] = [
  { heading: 'Task', cell: ({ task }) => <code>{task}</code> },
  { heading: 'Waiting', numeric: true, cell: ({ waiting }) => waiting },
  { heading: 'Running', numeric: true, cell: ({ running }) => running },
  { heading: 'Late', numeric: true, cell: ({ late }) => <Alarming count={late} /> },
  { heading: 'Tried again', numeric: true, cell: ({ failing }) => <Alarming count={failing} /> },
  { heading: 'Given up', numeric: true, cell: ({ failed }) => <Alarming count={failed} /> },
  { heading: 'Late since', cell: ({ oldestLateAt }) => <Moment at={oldestLateAt} /> },
]

const workers: readonly Column<WorkerState>[] = [
  { heading: 'Process', cell: ({ id }) => <code>{id}</code> },
  {
    heading: 'State',
    cell: ({ alive }) => (
      <Badge size="sm" variant={alive ? 'success' : 'danger'}>
        {alive ? '✓ alive' : '✕ silent'}
      </Badge>
    ),
  },
  { heading: 'Deliveries in flight', numeric: true, cell: ({ inFlight }) => inFlight },
  { heading: 'Since', cell: ({ startedAt }) => <Moment at={startedAt} /> },
  { heading: 'Last sign of life', cell: ({ beatAt }) => <Moment at={beatAt} /> },
]

/** What is to be done by task, and who does it. */
export function Queues(): React.ReactElement {
  const { data, problem, reload } = usePage<QueuesData>('queues')
  return (
    <PageFrame
      title="Queues"
      about="The queue only rings; what is to be done stands in the tables, so that a job that is lost delays and loses nothing."
      problem={problem}
      loading={data === null}
      onReload={reload}
    >
      {data !== null && (
        <Box>
          <Panel title="Workers" testId="workers">
            {data.workers.length === 0 ? (
              <Nothing>
                No process works, or has in the last hour: nothing is published. Start one; the
                operations manual says how.
              </Nothing>
            ) : (
              <DataTable
                label="Workers"
                columns={workers}
                rows={data.workers}
                keyOf={({ id }) => id}
              />
            )}
          </Panel>
          <Panel title="Jobs by task" testId="tasks">
            {data.tasks.length === 0 ? (
              <Nothing>The queue is empty: nothing waits, and nothing is late.</Nothing>
            ) : (
              <DataTable
                label="Jobs by task"
                columns={tasks}
                rows={data.tasks}
                keyOf={({ task }) => task}
              />
            )}
          </Panel>
        </Box>
      )}
    </PageFrame>
  )
}

/** A number that should be none. */
function Alarming({ count }: { readonly count: number }): React.ReactElement {
  return count === 0 ? (
    <>0</>
  ) : (
    <Badge size="sm" variant="danger">
      ▲ {count}
    </Badge>
  )
}
