import { Button, Text } from '@adminjs/design-system'
import React, { useState } from 'react'
import { DataTable } from './data-table.tsx'
import { Moment } from './moment.tsx'
import { PageCommandForm } from './page-command.tsx'
import { PageFrame, Panel } from './page-frame.tsx'
import { usePage } from './use-page.ts'

interface Session {
  readonly id: string
  readonly ipAddress: string | null
  readonly userAgent: string | null
  readonly lastUsedAt: string
  readonly createdAt: string
  readonly current: boolean
}

interface AccountData {
  readonly email: string
  readonly name: string
  readonly role: string
  readonly sessions: readonly Session[]
}

interface Open {
  readonly command: string
  readonly given: Readonly<Record<string, string>>
}

/** One's own password and sessions. */
export function Account(): React.ReactElement {
  const { data, problem, reload } = usePage<AccountData>('account')
  const [open, setOpen] = useState<Open | null>(null)
  const form = open === null ? undefined : data?.commands[open.command]
  const opener = (command: string, label: string, given: Open['given'] = {}) => (
    <Button type="button" size="sm" variant="outlined" onClick={() => setOpen({ command, given })}>
      {label}
    </Button>
  )
  return (
    <PageFrame title="My account" problem={problem} loading={data === null} onReload={reload}>
      {open !== null && form !== undefined && (
        <PageCommandForm
          key={open.command}
          page="account"
          command={open.command}
          form={form}
          given={open.given}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null)
            reload()
          }}
        />
      )}
      {data !== null && (
        <>
          <Panel title={data.name}>
            <Text mb="default">
              {data.email} · {data.role}
            </Text>
            {opener('password', 'Change password')}
          </Panel>
          <Panel title="Where you are logged in" testId="sessions">
            <DataTable
              label="Sessions"
              rows={data.sessions}
              keyOf={({ id }) => id}
              columns={[
                { heading: 'Address', cell: ({ ipAddress }) => ipAddress ?? '–' },
                { heading: 'Program', cell: ({ userAgent }) => userAgent ?? '–' },
                { heading: 'Since', cell: ({ createdAt }) => <Moment at={createdAt} /> },
                { heading: 'Last used', cell: ({ lastUsedAt }) => <Moment at={lastUsedAt} /> },
                {
                  heading: ' ',
                  cell: ({ current, id }) =>
                    current ? 'This one' : opener('end-session', 'End', { sessionId: id }),
                },
              ]}
            />
            {data.sessions.length > 1 && opener('end-others', 'End all others')}
          </Panel>
        </>
      )}
    </PageFrame>
  )
}
