/** Everything that can be done. */
export const actions = ['read', 'create', 'update', 'delete', 'publish'] as const

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
  'Delivery',
  'Media',
  'PublishingStop',
] as const

/** What it can be done to. */
export type Subject = (typeof subjects)[number]

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
}
