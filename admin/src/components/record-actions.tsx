import { Icon } from '@adminjs/design-system'
import { useTranslation, type ActionHeaderProps, type ActionJSON } from 'adminjs'
import React from 'react'
import { CopyButton } from './copy-button.tsx'

type Props = Pick<ActionHeaderProps, 'resource'> & {
  readonly record: NonNullable<ActionHeaderProps['record']>
}

/** What can be done with a record now, what is hard to undo last; and its id, which people send to each other. */
export function RecordActions({ record, resource }: Props): React.ReactElement {
  const { translateAction } = useTranslation()
  const commands = record.recordActions.filter(({ name }) => name !== 'show')
  const ordered = [...commands.filter((one) => !isDangerous(one)), ...commands.filter(isDangerous)]
  return (
    <>
      <p className="t21-id">
        <code>{record.id}</code>
        <CopyButton text={record.id} label="Copy id" />
      </p>
      {ordered.length > 0 && (
        <div className="t21-actions" role="group" aria-label="Actions">
          {ordered.map((action) => (
            <a
              key={action.name}
              href={`/admin/resources/${resource.id}/records/${record.id}/${action.name}`}
              className={isDangerous(action) ? 't21-button t21-danger' : 't21-button'}
              data-testid={`action-${action.name}`}
              data-css={`${resource.id}-${action.name}-button`}
            >
              <Icon icon={action.icon ?? 'Play'} size={16} />
              {translateAction(action.label, resource.id)}
            </a>
          ))}
        </div>
      )}
    </>
  )
}

function isDangerous({ variant }: ActionJSON): boolean {
  return variant === 'danger'
}
