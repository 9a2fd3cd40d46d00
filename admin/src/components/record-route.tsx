import { ActionHeader, BaseActionComponent, useResource, type ActionJSON } from 'adminjs'
import React from 'react'
import { useNavigate, useParams } from 'react-router'
import { CommandDrawer } from './command-drawer.tsx'
import { CommandForm } from './command-form.tsx'
import { Loading, Missing, Trouble } from './page-states.tsx'
import { useShown } from './use-shown.ts'

/**
 * A record, and beside it the form of a command. AdminJS shows the list of all records behind a form: what is done to one is
 * decided by what stands on its page.
 */
export function RecordActionRoute(): React.ReactElement {
  const { actionName = 'show', recordId = '', resourceId = '' } = useParams()
  const resource = useResource(resourceId)
  const { problem, record, reload, round } = useShown(resourceId, recordId)
  const navigate = useNavigate()
  if (!resource) return <Missing />
  if (problem !== '') return <Trouble problem={problem} onReload={reload} />
  if (record === undefined) return <Loading />
  if (record === null) return <Missing />
  const named = (name: string): ActionJSON | undefined =>
    record.recordActions.find((action) => action.name === name)
  const show = named('show')
  const command = actionName === 'show' ? undefined : named(actionName)
  if (show === undefined) return <Missing />
  const page = `/admin/resources/${resourceId}/records/${recordId}/show`
  return (
    <div className="t21-page">
      <ActionHeader resource={resource} record={record} action={show} />
      {actionName !== 'show' && command === undefined && (
        <p role="alert" className="t21-note">
          This cannot be done any more: it has moved on, or your role does not allow it.
        </p>
      )}
      <BaseActionComponent key={round} action={show} resource={resource} record={record} />
      {command !== undefined && (
        <CommandDrawer key={command.name} onClose={() => navigate(page)}>
          <CommandForm action={command} resource={resource} record={record} />
        </CommandDrawer>
      )}
    </div>
  )
}
