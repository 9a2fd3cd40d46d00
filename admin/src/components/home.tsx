import React from 'react'
import { Figures } from './figures.tsx'
import { Find } from './find.tsx'
import { usePageTitle } from './page-title.ts'

/** Where staff arrive: the search box, and how T21 does. */
export function Home(): React.ReactElement {
  usePageTitle('Dashboard')
  return (
    <div className="t21-page" data-testid="home">
      <h1 className="t21-hello">Whom can you help?</h1>
      <Find />
      <Figures />
    </div>
  )
}
