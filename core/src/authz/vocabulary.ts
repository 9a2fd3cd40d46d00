/** Everything that can be done. */
export const actions = ['read', 'create', 'update', 'delete', 'publish', 'approve'] as const

/** What can be done. */
export type Action = (typeof actions)[number]

/** Everything that it can be done to. */
export const subjects = [
  'Organization',
  'Member',
  'Invitation',
  'Brand',
  'SocialAccount',
  'Post',
  'Recurrence',
  'Delivery',
  'Media',
  'Template',
  'Generation',
  'PublishingStop',
  'AuditLog',
  'ApiKey',
  'WebhookEndpoint',
  'Subscription',
] as const

/** What it can be done to. */
export type Subject = (typeof subjects)[number]

/** Subjects that belong to a brand, so that members who are limited to some brands see only theirs. */
export const brandSubjects = [
  'Brand',
  'SocialAccount',
  'Post',
  'Recurrence',
  'Delivery',
  'Media',
  'Template',
  'Generation',
] as const satisfies readonly Subject[]

/** A subject that belongs to a brand. */
export type BrandSubject = (typeof brandSubjects)[number]

/** Whose something is. What belongs to no brand (media of the whole organization) has `brandId: null`. */
export type PlaceOf<Kind extends Subject> = Kind extends BrandSubject
  ? { readonly organizationId: string; readonly brandId: string | null }
  : { readonly organizationId: string }

/** What a member of an organization is. */
export type Role = 'OWNER' | 'ADMIN' | 'MEMBER' | 'VIEWER'

/** The plans. */
export type SubscriptionTier = 'FREE' | 'PRO' | 'BUSINESS'

/** A person's place in one organization. */
export interface Membership {
  readonly organizationId: string
  readonly role: Role
  readonly personal: boolean
  readonly tier: SubscriptionTier
  /** The brands that the person works for; `null` for all. Owners and admins are never limited. */
  readonly brandIds: readonly string[] | null
}
