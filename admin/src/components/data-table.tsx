import { Box } from '@adminjs/design-system'
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
}: {
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly label: string
}): React.ReactElement {
  return (
    <Box style={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={label}>
      <Box
        as="table"
        width={1}
        color="text"
        style={{
          borderCollapse: 'collapse',
          // Rather scrolled than squeezed.
          minWidth: columns.length * 110,
        }}
      >
        <thead>
          <tr>
            {columns.map(({ heading, numeric }) => (
              <Box
                as="th"
                key={heading}
                scope="col"
                color="grey60"
                fontSize="sm"
                fontWeight="bold"
                py="default"
                pr="xl"
                style={{ textAlign: alignment(numeric), whiteSpace: 'nowrap' }}
              >
                {heading}
              </Box>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ cell, heading, numeric }) => (
                <Box
                  as="td"
                  key={heading}
                  py="default"
                  pr="xl"
                  borderTop="default"
                  fontSize="default"
                  style={{ textAlign: alignment(numeric), verticalAlign: 'top' }}
                >
                  {cell(row)}
                </Box>
              ))}
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  )
}

function alignment(numeric: boolean | undefined): 'left' | 'right' {
  return numeric === true ? 'right' : 'left'
}
