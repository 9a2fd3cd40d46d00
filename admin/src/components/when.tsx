import { ValueGroup } from '@adminjs/design-system'
import { useTranslation, type BasePropertyProps } from 'adminjs'
import React from 'react'
import { Moment } from './moment.tsx'

/** A field that holds a moment. */
export function When({ property, record, where }: BasePropertyProps): React.ReactElement {
  const { translateProperty } = useTranslation()
  const at: unknown = record?.params[property.path]
  const moment =
    typeof at === 'string' && at !== '' ? <Moment at={at} far={where === 'show'} /> : <>–</>
  if (where !== 'show') {
    // On phones there is no heading above it.
    return (
      <>
        <span className="t21-narrow">
          {translateProperty(property.label, property.resourceId)}:{' '}
        </span>
        {moment}
      </>
    )
  }
  return (
    <ValueGroup label={translateProperty(property.label, property.resourceId)}>{moment}</ValueGroup>
  )
}
