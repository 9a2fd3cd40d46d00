import { Icon } from '@adminjs/design-system'
import React from 'react'
import { DropDown } from './drop-down.tsx'

/** Who is logged in, and the ways to their account and out. */
export function AccountMenu({
  email,
  title,
}: {
  readonly email: string
  readonly title: string
}): React.ReactElement {
  return (
    <div className="t21-account" data-css="logged-in">
      <DropDown
        className="t21-account-menu"
        button={
          <>
            <span className="t21-unseen">Your account: </span>
            <span className="t21-avatar" aria-hidden="true">
              {(title || email).slice(0, 1).toUpperCase()}
            </span>
            <span className="t21-who">{title}</span>
            <Icon icon="ChevronDown" size={16} />
          </>
        }
      >
        <p>{email}</p>
        <a href="/admin/pages/account">My account</a>
        <a href="/admin/logout">Log out</a>
      </DropDown>
    </div>
  )
}
