/** What can be done. */
export type Action = 'read' | 'create' | 'update' | 'delete' | 'publish'

/** What it can be done to. */
export type Subject = 'Brand' | 'SocialAccount' | 'Post' | 'Delivery' | 'Media' | 'PublishingStop'

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
