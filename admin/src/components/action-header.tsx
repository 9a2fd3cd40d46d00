import { Icon } from '@adminjs/design-system'
import { useFilterDrawer, useTranslation, type ActionHeaderProps } from 'adminjs'
import React from 'react'
import { mostCounted } from '../lookups/counted.ts'
import { FilterChips } from './filter-chips.tsx'
import { usePageTitle } from './page-title.ts'
import { RecordActions } from './record-actions.tsx'
import { SeeAlso } from './see-also.tsx'

/**
 * Where one is: the way there, the name of the list or of the record, and what can be done with it. AdminJS's own names
 * records by what is done with them: "Details".
 */
export function ActionHeader(props: ActionHeaderProps): React.ReactElement {
  const { action, record, resource, tag, toggleFilter } = props
  const { translateLabel } = useTranslation()
  const list = translateLabel(resource.name, resource.id)
  const name = record === undefined ? list : record.title
  usePageTitle(...(record === undefined ? [list] : [record.title, list]))
  return (
    <header
      className="t21-header"
      data-css={`${resource.id}-${action.name}-action-header`}
      data-testid="header"
    >
      <nav aria-label="Breadcrumb" className="t21-crumbs">
        <a href="/admin">Dashboard</a>
        {record !== undefined && <a href={`/admin/resources/${resource.id}`}>{list}</a>}
      </nav>
      <div className="t21-title">
        <h1>
          {name}
          {/* None is what is known before it is counted, and what an empty list says itself. */}
          {record === undefined && Number(tag ?? 0) > 0 && (
            <span className="t21-count">{countOf(Number(tag))}</span>
          )}
        </h1>
        {record === undefined && Boolean(toggleFilter) && <FilterButton resourceId={resource.id} />}
      </div>
      {record === undefined ? (
        <FilterChips resource={resource} />
      ) : (
        <>
          <RecordActions record={record} resource={resource} />
          {!isCustomer(resource.id) && <SeeAlso resourceId={resource.id} recordId={record.id} />}
        </>
      )}
    </header>
  )
}

/** Their pages show most of it, and have the rest at the end. */
function isCustomer(resourceId: string): boolean {
  return resourceId === 'users' || resourceId === 'organizations'
}

/** Lists are not counted to their end. */
function countOf(rows: number): string {
  const many = rows.toLocaleString('en')
  return rows >= mostCounted ? `${many}+` : many
}

function FilterButton({ resourceId }: { readonly resourceId: string }): React.ReactElement {
  const { filtersCount, isVisible, toggleFilter } = useFilterDrawer()
  return (
    <button
      type="button"
      className="t21-button"
      aria-expanded={isVisible}
      data-css={`${resourceId}-filter-button`}
      onClick={toggleFilter}
    >
      <Icon icon="Filter" size={16} />
      {filtersCount > 0 ? `Filter (${filtersCount})` : 'Filter'}
    </button>
  )
}
