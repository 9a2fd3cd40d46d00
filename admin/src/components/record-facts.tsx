import { BasePropertyComponent, type ActionProps } from 'adminjs'
import React from 'react'
import { Panel } from './page-frame.tsx'

type Shown = NonNullable<ActionProps['record']>

/** What a record is, in as many columns as there is room for; what it has not is left out. */
export function RecordFacts({
  record,
  resource,
}: Pick<ActionProps, 'resource'> & { readonly record: Shown }): React.ReactElement {
  return (
    <div className="t21-facts">
      {resource.showProperties
        // Its id stands below its name.
        .filter(
          ({ propertyPath }) => propertyPath !== 'id' && hasValue(record.params[propertyPath]),
        )
        .map((property) => (
          <BasePropertyComponent
            key={property.propertyPath}
            where="show"
            property={property}
            resource={resource}
            record={record}
          />
        ))}
    </div>
  )
}

/** One record of which there is no more to show than its fields. */
export function DefaultShowAction({ record, resource }: ActionProps): React.ReactElement | null {
  if (!record) return null
  return (
    <Panel title="Details">
      <RecordFacts record={record} resource={resource} />
    </Panel>
  )
}

function hasValue(value: unknown): boolean {
  return value !== null && value !== undefined && value !== ''
}
