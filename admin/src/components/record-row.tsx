import { Icon, TableCell, TableRow } from '@adminjs/design-system'
import {
  BasePropertyComponent,
  useTranslation,
  type BasePropertyJSON,
  type RecordInListProps,
} from 'adminjs'
import React, { type MouseEvent } from 'react'
import { useNavigate } from 'react-router'
import { DropDown } from './drop-down.tsx'
import { namesOf } from './list-ticks.tsx'
import { recordPath } from './record-link.tsx'

/**
 * A row of a list. Its first field is a link, for the keyboard and for another tab; the commands are behind a button that opens by
 * Enter as well. AdminJS's row hears nothing but the mouse.
 */
export function RecordInList({
  isLoading = false,
  isSelected = false,
  onSelect,
  record,
  resource,
}: RecordInListProps): React.ReactElement {
  const navigate = useNavigate()
  const path = recordPath(resource.id, record.id)
  const open = (event: MouseEvent) => {
    const inside = event.target instanceof Element ? event.target : null
    if (inside?.closest('a, button, input, label, summary') === null) navigate(path)
  }
  return (
    <TableRow
      className={isSelected ? 'selected' : 'not-selected'}
      onClick={open}
      aria-busy={isLoading}
      data-id={record.id}
      data-css={`${resource.id}-table-row`}
    >
      <TableCell width={0}>
        {onSelect !== undefined && record.bulkActions.length > 0 && (
          <input
            type="checkbox"
            aria-label={`Choose ${namesOf(record, resource)}`}
            checked={isSelected}
            onChange={() => onSelect(record)}
          />
        )}
      </TableCell>
      {resource.listProperties.map((property, position) => (
        <TableCell
          key={property.propertyPath}
          style={{ cursor: 'pointer' }}
          data-property-name={property.propertyPath}
          data-css={`${resource.id}-${property.name}-table-cell`}
        >
          {position === 0 && !isLink(property) ? (
            <a href={path} className="t21-row-link">
              <BasePropertyComponent
                where="list"
                property={property}
                resource={resource}
                record={record}
              />
            </a>
          ) : (
            <BasePropertyComponent
              where="list"
              property={property}
              resource={resource}
              record={record}
            />
          )}
        </TableCell>
      ))}
      <TableCell className="options">
        <RowMenu record={record} resource={resource} />
      </TableCell>
    </TableRow>
  )
}

function RowMenu({
  record,
  resource,
}: Pick<RecordInListProps, 'record' | 'resource'>): React.ReactElement {
  const { translateAction } = useTranslation()
  const path = (name: string) => recordPath(resource.id, record.id).replace(/show$/, name)
  return (
    <DropDown
      className="t21-row-menu"
      label={`What can be done with ${record.title || record.id}`}
      button={<Icon icon="MoreHorizontal" size={16} />}
    >
      {record.recordActions.map(({ icon, label, name }) => (
        <a key={name} href={path(name)}>
          <Icon icon={name === 'show' ? 'Eye' : (icon ?? 'Play')} size={16} />
          {name === 'show' ? 'Open' : translateAction(label, resource.id)}
        </a>
      ))}
    </DropDown>
  )
}

/** What is a link already cannot be in one. */
function isLink({ components, type }: BasePropertyJSON): boolean {
  const drawn = (components as { readonly list?: string } | undefined)?.list
  return type === 'reference' || drawn === 'RecordLink' || drawn === 'OutsideLink'
}
