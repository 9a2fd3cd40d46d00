import { useQueryParams, useTranslation, type ResourceJSON } from 'adminjs'
import React from 'react'

/** In place of a list without rows: what that means, and what to do. */
export function NoRecords({ resource }: { readonly resource: ResourceJSON }): React.ReactElement {
  const { clearParams, filters } = useQueryParams()
  const { translateMessage } = useTranslation()
  const narrowed = Object.keys((filters as object | undefined) ?? {}).length > 0
  return (
    <div className="t21-state" data-testid="empty">
      <h2>{narrowed ? 'Nothing is like that' : 'Nothing here yet'}</h2>
      <p>
        {narrowed
          ? 'No entry fits all of the filters. Filters find exact values: a whole address, a whole id. Take one off, or search by what you know above.'
          : translateMessage('noRecordsInResource', resource.id)}
      </p>
      {narrowed && (
        <button type="button" className="t21-button" onClick={() => clearParams('filters')}>
          Show all
        </button>
      )}
    </div>
  )
}
