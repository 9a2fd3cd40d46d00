import React, { type ReactNode } from 'react'

/** A column: its heading, and what stands in it. Numbers stand at the right. */
export interface Column<Row> {
  readonly heading: string
  readonly cell: (row: Row) => ReactNode
  readonly numeric?: boolean
}

/** A table that keeps its own width to itself where the page is narrow. */
export function DataTable<Row>({
  columns,
  rows,
  keyOf,
  label,
  maxHeight,
}: {
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly label: string
  /** Where what comes after it is not to be pushed out of sight by many rows. */
  readonly maxHeight?: string
}): React.ReactElement {
  return (
    <div className="t21-scroll" style={{ maxHeight }} tabIndex={0} role="region" aria-label={label}>
      {/* Rather scrolled than squeezed. */}
      <table className="t21-table" style={{ minWidth: columns.length * 110 }}>
        <thead>
          <tr>
            {columns.map(({ heading, numeric }) => (
              <th key={heading} scope="col" className={classOf(numeric)}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ cell, heading, numeric }) => (
                <td key={heading} className={classOf(numeric)}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function classOf(numeric: boolean | undefined): string | undefined {
  return numeric === true ? 't21-numeric' : undefined
}
