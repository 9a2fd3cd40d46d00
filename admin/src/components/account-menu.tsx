import { Icon } from '@adminjs/design-system'
import React, { useEffect, useRef } from 'react'
import { useLocation } from 'react-router'

/** Who is logged in, and the ways to their account and out. */
export function AccountMenu({
  email,
  title,
}: {
  readonly email: string
  readonly title: string
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
    <details ref={menu} className="t21-account">
      <summary data-css="logged-in">
        <span className="t21-unseen">Your account: </span>
        <span className="t21-avatar" aria-hidden="true">
          {(title || email).slice(0, 1).toUpperCase()}
        </span>
        <span className="t21-who">{title}</span>
        <Icon icon="ChevronDown" size={16} />
      </summary>
      <div className="t21-account-menu">
        <p>{email}</p>
        <a href="/admin/pages/account">My account</a>
        <a href="/admin/logout">Log out</a>
      </div>
    </details>
  )
}
