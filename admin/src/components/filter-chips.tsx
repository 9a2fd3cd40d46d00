import { useQueryParams, useTranslation, type ActionHeaderProps } from 'adminjs'
import React from 'react'
import { Moment } from './moment.tsx'

type Texts = Readonly<Record<string, string>>

type Resource = ActionHeaderProps['resource']

/** By what a list is narrowed, each with a way to take it off: otherwise a list that is short looks like all there is. */
export function FilterChips({
  resource,
}: {
  readonly resource: Resource
}): React.ReactElement | null {
  const { clearParams, filters, storeParams } = useQueryParams()
  const { translateProperty } = useTranslation()
  const given = Object.entries((filters as Texts | undefined) ?? {})
  if (given.length === 0) return null
  const labelOf = (name: string): string => {
    const [field = '', end] = name.split('~~')
    const known = resource.filterProperties.find(({ propertyPath }) => propertyPath === field)
    const label = known === undefined ? field : translateProperty(known.label, resource.id)
    return end === undefined ? label : `${label} ${end}`
  }
  const without = (name: string) =>
    given.length === 1
      ? clearParams('filters')
      : storeParams({
          filters: Object.fromEntries(given.filter(([other]) => other !== name)),
          page: '1',
        })
  return (
    <ul className="t21-chips" aria-label="Filters in use">
      {given.map(([name, value]) => (
        <li key={name}>
          <span>
            {labelOf(name)}: <b>{isMoment(value) ? <Moment at={value} /> : value}</b>
          </span>
          <button
            type="button"
            aria-label={`Without ${labelOf(name)}`}
            onClick={() => without(name)}
          >
            ×
          </button>
        </li>
      ))}
      {given.length > 1 && (
        <li>
          <button type="button" className="t21-quiet" onClick={() => clearParams('filters')}>
            Clear all
          </button>
        </li>
      )}
    </ul>
  )
}

function isMoment(value: string): boolean {
  return /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))
}
