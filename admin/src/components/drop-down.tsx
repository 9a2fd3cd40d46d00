import React, { useEffect, useRef, type ReactNode } from 'react'
import { useLocation } from 'react-router'

/** A menu below a button: by the keyboard as by the mouse. It closes at Escape, beside it, and when one goes elsewhere. */
export function DropDown({
  button,
  children,
  className,
  label,
}: {
  readonly button: ReactNode
  readonly children: ReactNode
  readonly className: string
  /** For who does not see the button; what is in it otherwise. */
  readonly label?: string
}): React.ReactElement {
  const menu = useRef<HTMLDetailsElement>(null)
  const { key } = useLocation()
  useEffect(() => menu.current?.removeAttribute('open'), [key])
  useEffect(() => {
    const close = (event: Event) => {
      const inside = event.target instanceof Node && menu.current?.contains(event.target) === true
      const leaves = event instanceof KeyboardEvent ? event.key === 'Escape' : !inside
      if (leaves) menu.current?.removeAttribute('open')
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('keydown', close)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('keydown', close)
    }
  }, [])
  return (
    <details ref={menu} className={`t21-drop ${className}`}>
      <summary aria-label={label}>{button}</summary>
      <div className="t21-drop-menu">{children}</div>
    </details>
  )
}
