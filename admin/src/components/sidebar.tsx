import { Icon } from '@adminjs/design-system'
import { useTranslation, type ResourceJSON } from 'adminjs'
import React from 'react'
import { useSelector } from 'react-redux'
import { useLocation } from 'react-router'
import './printed-state.ts'

interface Entry {
  readonly href: string
  readonly label: string
  readonly icon: string
}

/** The menu: lists and pages by what they are about, those that one may open. All of it in view, nothing to unfold. */
export function Sidebar({ isVisible }: { readonly isVisible: boolean }): React.ReactElement {
  const resources = useSelector(
    ({ resources: all }: { readonly resources: readonly ResourceJSON[] }) => all,
  )
  const { pathname } = useLocation()
  const { translateLabel } = useTranslation()
  return (
    <nav
      className={isVisible ? 't21-side t21-side-open' : 't21-side'}
      aria-label="Menu"
      data-css="sidebar"
    >
      <button
        type="button"
        className="t21-skip"
        onClick={() => document.getElementById('content')?.focus()}
      >
        To the content
      </button>
      <a className="t21-brand" href="/admin" aria-label="T21 support console: dashboard">
        <b>T21</b> support console
      </a>
      {[...groupsOf(resources, translateLabel)].map(([group, entries]) => (
        <section key={group} aria-label={group}>
          <h2>{group}</h2>
          <ul>
            {entries.map(({ href, icon, label }) => (
              <li key={href}>
                <a href={href} {...(isAt(pathname, href) && { 'aria-current': 'page' })}>
                  <Icon icon={icon} size={16} />
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

function groupsOf(
  resources: readonly ResourceJSON[],
  labelOf: (name: string, resourceId: string) => string,
): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>()
  const add = (group: string, entry: Entry) =>
    groups.set(group, [...(groups.get(group) ?? []), entry])
  for (const { href, id, name, navigation } of resources) {
    if (href === null || !navigation?.name) continue
    add(navigation.name, { href, label: labelOf(name, id), icon: navigation.icon ?? 'Circle' })
  }
  for (const { group, icon, id, label } of window.REDUX_STATE.branding.pages) {
    if (group !== null) add(group, { href: `/admin/pages/${id}`, label, icon })
  }
  return groups
}

function isAt(pathname: string, href: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`)
}
