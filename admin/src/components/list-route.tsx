import { useResource } from 'adminjs'
import React from 'react'
import { useParams } from 'react-router'
import { Missing } from './page-states.tsx'

/** A list, where whoever asks may see it. */
export function ResourceRoute({
  OriginalComponent,
  ...props
}: {
  readonly OriginalComponent: React.ComponentType
}): React.ReactElement {
  const { resourceId = '' } = useParams()
  const resource = useResource(resourceId)
  if (resource?.resourceActions.some(({ name }) => name === 'list') !== true) return <Missing />
  return <OriginalComponent {...props} />
}
