import type { RecordJSON, ResourceJSON } from 'adminjs'
import React, {
  createContext,
  useContext,
  useEffect,
  useRef,
  useState,
  type ComponentType,
} from 'react'
import { createPortal } from 'react-dom'

interface TableProps {
  readonly records: readonly RecordJSON[]
  readonly selectedRecords?: readonly RecordJSON[]
  readonly onSelectAll?: () => void
}

interface HeaderProps {
  readonly titleProperty: { readonly resourceId: string }
  readonly onSelectAll?: () => void
}

/** In place of a component of AdminJS, with it at hand. */
type InPlaceOf<Props> = Props & { readonly OriginalComponent: ComponentType<Props> }

const Ticked = createContext<TableProps>({ records: [] })

/*
 * The checkboxes of a list, in place of AdminJS's: those have no names, and opened the record where they were ticked by the keyboard,
 * because what is clicked in a row opens it (`record-row.tsx` has those of rows). That of the head stands in its cell, and does not belong to it.
 */

/** A list, which knows what of it is ticked. */
export function RecordsTable({
  OriginalComponent,
  ...props
}: InPlaceOf<TableProps>): React.ReactElement {
  return (
    <Ticked.Provider value={props}>
      <OriginalComponent {...props} />
    </Ticked.Provider>
  )
}

/** The head of a list, with a checkbox for the whole page. */
export function RecordsTableHeader({
  OriginalComponent,
  onSelectAll,
  ...props
}: InPlaceOf<HeaderProps>): React.ReactElement {
  const { records, selectedRecords = [] } = useContext(Ticked)
  const input = useRef<HTMLInputElement>(null)
  const offered = records.filter(({ bulkActions }) => bulkActions.length > 0)
  const ticked = new Set(selectedRecords.map(({ id }) => id))
  const many = offered.filter(({ id }) => ticked.has(id)).length
  const isPartly = many > 0 && many < offered.length
  useEffect(() => {
    if (input.current !== null) input.current.indeterminate = isPartly
  })
  return (
    <>
      <OriginalComponent {...props} />
      {onSelectAll !== undefined && (
        <InFirstCell of={`tr[data-css="${props.titleProperty.resourceId}-table-head-row"]`}>
          <input
            ref={input}
            type="checkbox"
            aria-label="Choose all on this page"
            checked={many > 0 && !isPartly}
            onChange={onSelectAll}
          />
        </InFirstCell>
      )}
    </>
  )
}

/** Draws into a cell that AdminJS has left empty. */
function InFirstCell({
  of,
  children,
}: {
  readonly of: string
  readonly children: React.ReactNode
}): React.ReactPortal | null {
  const [cell, setCell] = useState<Element | null>(null)
  useEffect(() => setCell(document.querySelector(`${of} > td`)), [of])
  return cell === null ? null : createPortal(children, cell)
}

/** What tells a row from others: what it begins with, and the end of its id. */
export function namesOf({ id, params }: RecordJSON, { listProperties }: ResourceJSON): string {
  const words = listProperties
    .slice(0, 3)
    .map(({ propertyPath }) => String(params[propertyPath] ?? ''))
  return [...words.filter((word) => word !== ''), `…${id.slice(-8)}`].join(', ')
}
