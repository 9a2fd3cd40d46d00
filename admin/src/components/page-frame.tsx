import { Icon, MessageBox } from '@adminjs/design-system'
import React, { type ReactNode } from 'react'
import { Loading } from './page-states.tsx'
import { usePageTitle } from './page-title.ts'

/** A page of the console: its title, what is wrong, and a way to look again. */
export function PageFrame({
  title,
  about,
  problem,
  loading,
  onReload,
  tools,
  children,
}: {
  readonly title: string
  readonly about?: ReactNode
  readonly problem: string
  readonly loading: boolean
  /** Left out where there is nothing to look at again. */
  readonly onReload?: (() => void) | undefined
  readonly tools?: ReactNode
  readonly children: ReactNode
}): React.ReactElement {
  usePageTitle(title)
  return (
    <div className="t21-page" data-testid="page">
      <header className="t21-title">
        <h1>{title}</h1>
        <div className="t21-tools">
          {tools}
          {onReload !== undefined && (
            <button type="button" className="t21-button" onClick={onReload}>
              <Icon icon="RefreshCw" size={16} />
              Refresh
            </button>
          )}
        </div>
      </header>
      {about !== undefined && <p className="t21-about">{about}</p>}
      {problem !== '' && (
        <MessageBox my="lg" variant="danger" role="alert" message={problem} data-testid="problem" />
      )}
      {loading && problem === '' ? <Loading inPage /> : children}
    </div>
  )
}

/** A part of a page. */
export function Panel({
  title,
  children,
  testId,
}: {
  readonly title: string
  readonly children: ReactNode
  readonly testId?: string | undefined
}): React.ReactElement {
  return (
    <section className="t21-panel" aria-label={title} id={testId} data-testid={testId}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

/** What a part says that has nothing to show. */
export function Nothing({ children }: { readonly children: ReactNode }): React.ReactElement {
  return <p className="t21-nothing">{children}</p>
}
