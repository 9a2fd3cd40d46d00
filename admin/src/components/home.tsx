import React, { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { Figures } from './figures.tsx'
import { Find } from './find.tsx'
import { usePageTitle } from './page-title.ts'
import { placeBeforeLogin } from './watch-answers.ts'

/** Where staff arrive: the search box, and how T21 does. */
export function Home(): React.ReactElement {
  const navigate = useNavigate()
  usePageTitle('Dashboard')
  useEffect(() => {
    const place = placeBeforeLogin()
    if (place !== null) navigate(place, { replace: true })
  }, [navigate])
  return (
    <div className="t21-page" data-testid="home">
      <h1 className="t21-hello">Whom can you help?</h1>
      <Find />
      <Figures />
    </div>
  )
}
