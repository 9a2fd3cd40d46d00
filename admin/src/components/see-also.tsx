import { useTranslation, type ResourceJSON } from 'adminjs'
import React from 'react'
import { useSelector } from 'react-redux'
import { listPath } from './record-link.tsx'

/** By which field lists are narrowed to what belongs to a record. */
const fields: Readonly<Record<string, string>> = {
  organizations: 'organizationId',
  brands: 'brandId',
  posts: 'postId',
  'social-accounts': 'socialAccountId',
  users: 'userId',
}

/** The lists of what belongs to a record: those that one may see, and that can be narrowed to it. */
export function SeeAlso({
  resourceId,
  recordId,
}: {
  readonly resourceId: string
  readonly recordId: string
}): React.ReactElement | null {
  const resources = useSelector(
    ({ resources: all }: { readonly resources: readonly ResourceJSON[] }) => all,
  )
  const { translateLabel } = useTranslation()
  const field = fields[resourceId]
  const lists = resources.filter(
    ({ filterProperties, href }) =>
      href !== null && filterProperties.some(({ propertyPath }) => propertyPath === field),
  )
  if (field === undefined || lists.length === 0) return null
  return (
    <nav className="t21-see" aria-label="What belongs to it">
      {lists.map(({ id, name }) => (
        <a key={id} href={listPath(id, field, recordId)}>
          {translateLabel(name, id)}
        </a>
      ))}
    </nav>
  )
}
