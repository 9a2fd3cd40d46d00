import React from 'react'

/** A moment by the clocks of whoever looks, with the exact one behind it. */
export function Moment({ at }: { readonly at: string | null }): React.ReactElement | null {
  if (at === null) return null
  return (
    <time dateTime={at} title={at}>
      {new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })}
    </time>
  )
}
