import { brands } from './brands.lookup.ts'
import { deliveries } from './deliveries.lookup.ts'
import type { Lookup } from './lookup.ts'
import { media } from './media.lookup.ts'
import { posts } from './posts.lookup.ts'
import { socialAccounts } from './social-accounts.lookup.ts'

/** What is published where, in the order of the menu. */
export const publishing: readonly Lookup<never>[] = [
  deliveries,
  posts,
  socialAccounts,
  brands,
  media,
]
