import React from 'react'

interface Entry {
  readonly name: string
}

interface Props {
  readonly pages?: readonly Entry[]
  readonly OriginalComponent: React.ComponentType<{ readonly pages: readonly Entry[] }>
}

declare global {
  interface Window {
    /** What the server printed into the page. */
    REDUX_STATE: { readonly branding: { readonly pages: readonly string[] } }
  }
}

/** The pages in the menu, in place of AdminJS's, which offers everybody all of them. */
export function SidebarPages({ OriginalComponent, pages = [] }: Props): React.ReactElement {
  const mine = window.REDUX_STATE.branding.pages
  return <OriginalComponent pages={pages.filter(({ name }) => mine.includes(name))} />
}
