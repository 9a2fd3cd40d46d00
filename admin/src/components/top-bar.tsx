import { Icon } from '@adminjs/design-system'
import { useCurrentAdmin } from 'adminjs'
import React from 'react'
import { useLocation } from 'react-router'
import { AccountMenu } from './account-menu.tsx'
import { Find } from './find.tsx'
import { useInnerLinks } from './inner-links.ts'

/** Above every page: the search box, and who is logged in. */
export function TopBar({
  toggleSidebar,
}: {
  readonly toggleSidebar: () => void
}): React.ReactElement {
  const [admin] = useCurrentAdmin()
  const { pathname } = useLocation()
  useInnerLinks()
  return (
    <div className="t21-top" data-css="topbar">
      <button type="button" className="t21-menu-button" aria-label="Menu" onClick={toggleSidebar}>
        <Icon icon="Menu" size={24} />
      </button>
      <div className="t21-top-find">
        {/* The dashboard has it in full. */}
        {pathname.replace(/\/$/, '') !== '/admin' && <Find compact />}
      </div>
      {admin !== null && admin !== undefined && (
        <AccountMenu email={admin.email} title={admin.title ?? ''} />
      )}
      <span id="content" tabIndex={-1} />
    </div>
  )
}
