import { Label, ValueGroup } from '@adminjs/design-system'
import { useTranslation, type BasePropertyProps, type FilterPropertyProps } from 'adminjs'
import React from 'react'
import './printed-state.ts'

/** What a network is called, by the plugin that speaks to it; one without a plugin keeps its id. */
export function networkName(platform: string): string {
  return window.REDUX_STATE.branding.networks[platform] ?? platform
}

/** A field that holds a network, or several. */
export function NetworkName({ property, record, where }: BasePropertyProps): React.ReactElement {
  const { translateProperty } = useTranslation()
  const value = String(record?.params[property.path] ?? '')
  const names = value === '' ? '–' : value.split(', ').map(networkName).join(', ')
  if (where !== 'show') return <>{names}</>
  return (
    <ValueGroup label={translateProperty(property.label, property.resourceId)}>{names}</ValueGroup>
  )
}

/** The filter by network: those that there are. */
export function NetworkFilter({
  filter,
  onChange,
  property,
}: FilterPropertyProps): React.ReactElement {
  const { translateProperty } = useTranslation()
  const label = translateProperty(property.label, property.resourceId)
  const id = `filter-${property.path}`
  return (
    <div className="t21-filter">
      <Label htmlFor={id}>{label}</Label>
      <select
        id={id}
        value={(filter as Readonly<Record<string, string | undefined>>)[property.path] ?? ''}
        onChange={({ target }) => onChange(property.path, target.value)}
      >
        <option value="">All</option>
        {Object.entries(window.REDUX_STATE.branding.networks).map(([platform, name]) => (
          <option key={platform} value={platform}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}
