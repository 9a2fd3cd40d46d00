import { allows, type Principal } from '../../authz/principal.ts'
import { brandSubjects, type BrandSubject, type Subject } from '../../authz/vocabulary.ts'
import { ApiError } from '../../errors.ts'

/** Where one is in the order in which changes were committed. */
export interface Position {
  readonly transaction: number
  /** Of the entry of the audit log. */
  readonly id: string
}

/** Something that changed: an entry of the audit log, without what it was and is. */
export interface Change extends Position {
  readonly organizationId: string
  readonly brandId: string | null
  readonly action: 'created' | 'updated' | 'deleted'
  readonly resource: string
  readonly resourceId: string
}

/** Before every entry of a transaction. */
export const firstId = '00000000-0000-0000-0000-000000000000'

/** Whether one comes after the other. */
export function isAfter(one: Position, other: Position): boolean {
  if (one.transaction !== other.transaction) return one.transaction > other.transaction
  return one.id > other.id
}

/** The `id` of an event. */
export function formatPosition({ transaction, id }: Position): string {
  return `${transaction}.${id}`
}

/** Reads a `Last-Event-ID`. @throws ApiError INVALID_CURSOR */
export function parsePosition(text: string): Position {
  const [, transaction, id] =
    /^(\d{1,15})\.([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.exec(text) ?? []
  if (transaction === undefined || id === undefined) throw new ApiError('INVALID_CURSOR')
  return { transaction: Number(transaction), id }
}

/** Who may read what an entry is about. What is not listed is for those who may read the audit log itself. */
const subjects: Readonly<Record<string, Subject>> = {
  organization: 'Organization',
  member: 'Member',
  invitation: 'Invitation',
  brand: 'Brand',
  queue: 'Brand',
  social_account: 'SocialAccount',
  post: 'Post',
  template: 'Template',
  media: 'Media',
  publishing_stop: 'PublishingStop',
  api_key: 'ApiKey',
  webhook_endpoint: 'WebhookEndpoint',
}

/** Whether somebody may hear of a change: whoever may read the thing. */
export function mayHear(
  principal: Principal,
  { organizationId, brandId, resource }: Change,
): boolean {
  const subject = subjects[resource] ?? 'AuditLog'
  return isOfBrand(subject)
    ? allows(principal, 'read', subject, { organizationId, brandId })
    : allows(principal, 'read', subject, { organizationId })
}

function isOfBrand(subject: Subject): subject is BrandSubject {
  return (brandSubjects as readonly Subject[]).includes(subject)
}
