import type { Lookup } from './lookup.ts'
import { users } from './users.lookup.ts'

/** All lookups, in the order of the menu. */
export const lookups: readonly Lookup<never>[] = [users]
