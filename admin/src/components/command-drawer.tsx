import React, { useLayoutEffect, useRef, type ReactNode } from 'react'

/** Beside a page, over its right side. The browser's own dialog: it takes the focus and gives it back, and Escape closes it. */
export function CommandDrawer({
  children,
  onClose,
}: {
  readonly children: ReactNode
  readonly onClose: () => void
}): React.ReactElement {
  const dialog = useRef<HTMLDialogElement>(null)
  // Before it leaves the page: only then the focus goes back to where it was.
  useLayoutEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    shown?.querySelector<HTMLElement>('input, select, textarea')?.focus()
    return () => shown?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className="t21-drawer"
      aria-label="What is to be done"
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      {children}
    </dialog>
  )
}
