import { ValueGroup } from '@adminjs/design-system'
import { useTranslation, type BasePropertyProps } from 'adminjs'
import React from 'react'

/** Where the ids of fields lead. */
const resources: Readonly<Record<string, string>> = {
  organizationId: 'organizations',
  brandId: 'brands',
  postId: 'posts',
  socialAccountId: 'social-accounts',
  deliveryId: 'deliveries',
  mediaId: 'media',
  userId: 'users',
  createdBy: 'users',
}

/** The address of a record in the console. */
export function recordPath(resource: string, id: string): string {
  return `/admin/resources/${resource}/records/${id}/show`
}

/** The address of a list in the console, narrowed by one field. */
export function listPath(resource: string, field: string, value: string): string {
  return `/admin/resources/${resource}?filters.${field}=${encodeURIComponent(value)}`
}

/** A field that holds the id of another record: a link, under its name where the record knows it (`brandId`, `brandName`). */
export function RecordLink({ property, record, where }: BasePropertyProps): React.ReactElement {
  const { translateProperty } = useTranslation()
  const id = String(record?.params[property.path] ?? '')
  const name: unknown = record?.params[property.path.replace(/Id$/, 'Name')]
  const resource = resources[property.path]
  const words = typeof name === 'string' && name !== '' && name !== id ? name : `…${id.slice(-8)}`
  const link =
    id === '' || resource === undefined ? (
      '–'
    ) : (
      <a href={recordPath(resource, id)} title={id}>
        {words}
      </a>
    )
  if (where !== 'show') return <>{link}</>
  return (
    <ValueGroup label={translateProperty(property.label, property.resourceId)}>{link}</ValueGroup>
  )
}

/** A link out of the console. What is no address of the web is a text. */
export function Outside({ url }: { readonly url: string }): React.ReactElement {
  if (!/^https?:\/\//i.test(url)) return <>{url}</>
  return (
    <a href={url} target="_blank" rel="noreferrer noopener" style={{ overflowWrap: 'anywhere' }}>
      {url}&nbsp;<span aria-hidden="true">↗</span>
    </a>
  )
}

/** A field that holds an address elsewhere. */
export function OutsideLink({ property, record, where }: BasePropertyProps): React.ReactElement {
  const { translateProperty } = useTranslation()
  const url = String(record?.params[property.path] ?? '')
  const link = url === '' ? <>–</> : <Outside url={url} />
  if (where !== 'show') return link
  return (
    <ValueGroup label={translateProperty(property.label, property.resourceId)}>{link}</ValueGroup>
  )
}
