import React from 'react'
import { usePageTitle } from './page-title.ts'

/** In place of what is not there yet, about as high as it will be, so that nothing jumps. */
export function Loading({ inPage = false }: { readonly inPage?: boolean }): React.ReactElement {
  return (
    <div className={inPage ? 't21-loading' : 't21-page t21-loading'} role="status">
      <span className="t21-unseen">Loading …</span>
      {!inPage && <div style={{ height: 36, width: '40%' }} />}
      <div style={{ height: 140 }} />
      <div style={{ height: 260 }} />
    </div>
  )
}

/** There is nothing at this address, or nothing for whoever asks: the two are not told apart. */
export function Missing(): React.ReactElement {
  usePageTitle('Not found')
  return (
    <div className="t21-page" data-testid="missing">
      <div className="t21-state">
        <h1>There is nothing here</h1>
        <p>
          It does not exist, it was removed, or your role does not show it. What names something
          exactly (an e-mail address, an id, an invoice number) can be searched for above.
        </p>
        <a className="t21-button" href="/admin">
          To the dashboard
        </a>
      </div>
    </div>
  )
}

/** The server did not answer as it should. */
export function Trouble({
  problem,
  onReload,
}: {
  readonly problem: string
  readonly onReload: () => void
}): React.ReactElement {
  return (
    <div className="t21-page" data-testid="trouble">
      <div className="t21-state" role="alert">
        <h1>This could not be read</h1>
        <p>{problem}</p>
        <button type="button" className="t21-button" onClick={onReload}>
          Try again
        </button>
      </div>
    </div>
  )
}
