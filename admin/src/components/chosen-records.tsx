import { BasePropertyComponent, useTranslation, type ResourceJSON } from 'adminjs'
import React from 'react'
import type { BulkOpening } from '../commands/bulk.routes.ts'
import { DataTable, type Column } from './data-table.tsx'
import { recordPath } from './record-link.tsx'

type Chosen = BulkOpening['records'][number]

/** What was ticked, as the list shows it, and what of it has moved on meanwhile. */
export function ChosenRecords({
  resource,
  records,
}: {
  readonly resource: ResourceJSON
  readonly records: readonly Chosen[]
}): React.ReactElement {
  const { translateProperty } = useTranslation()
  const columns: Column<Chosen>[] = [
    {
      heading: 'Record',
      cell: ({ id, fits }) => (
        <>
          <RecordTitle resourceId={resource.id} id={id} title={id} />
          {!fits && <div className="t21-id">↷ left out</div>}
        </>
      ),
    },
    ...resource.listProperties
      .filter(({ isTitle }) => !isTitle)
      .map((property) => ({
        heading: translateProperty(property.label, resource.id),
        cell: ({ id, params, title }: Chosen) => (
          <BasePropertyComponent
            where="list"
            property={property}
            resource={resource}
            record={{ id, title, params: { ...params }, populated: {}, errors: {} } as never}
          />
        ),
      })),
  ]
  return (
    <DataTable
      label="What is chosen"
      columns={columns}
      rows={records}
      keyOf={({ id }) => id}
      maxHeight="45vh"
    />
  )
}

/** A link to a record, by its name and the end of its id, because several may be called the same. */
export function RecordTitle({
  resourceId,
  id,
  title,
}: {
  readonly resourceId: string
  readonly id: string
  readonly title: string
}): React.ReactElement {
  const isNamed = title !== id
  return (
    <>
      <a href={recordPath(resourceId, id)} title={id}>
        {isNamed ? title : <span style={{ whiteSpace: 'nowrap' }}>…{id.slice(-8)}</span>}
      </a>
      {isNamed && <div className="t21-id">…{id.slice(-8)}</div>}
    </>
  )
}
