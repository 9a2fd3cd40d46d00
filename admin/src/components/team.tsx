import { Box, Text } from '@adminjs/design-system'
import React, { useState } from 'react'
import { PageCommandForm } from './page-command.tsx'
import { Nothing, PageFrame, Panel } from './page-frame.tsx'
import { usePage } from './use-page.ts'

const roles = [
  ['SUPPORT', 'answers customers: sees them, retries, resends, suspends'],
  ['BILLING', 'sees customers and what they pay; gives credits and plans'],
  ['ADMIN', 'all of it, and staff, stops and erasure'],
  ['AUDITOR', 'sees everything, the audit log too, and changes nothing'],
] as const

/** The way into the console for somebody new. */
export function Team(): React.ReactElement {
  const { data, problem, reload } = usePage<object>('team')
  // A new form after each: the one before holds what was typed.
  const [round, setRound] = useState(0)
  const create = data?.commands['create']
  return (
    <PageFrame title="Add staff" problem={problem} loading={data === null} onReload={reload}>
      <Panel title="Roles">
        <Box as="ul" m="0" p="0" style={{ listStyle: 'none' }}>
          {roles.map(([role, about]) => (
            <Box as="li" key={role} mb="default" color="text">
              <span style={{ fontWeight: 700 }}>{role}</span> {about}
            </Box>
          ))}
        </Box>
        <Text>
          <a href="/admin/resources/staff">Who is in already</a>
        </Text>
      </Panel>
      {create === undefined ? (
        <Nothing>Only an ADMIN lets somebody in.</Nothing>
      ) : (
        <PageCommandForm
          key={round}
          page="team"
          command="create"
          form={create}
          onDone={() => setRound(round + 1)}
        />
      )}
    </PageFrame>
  )
}
