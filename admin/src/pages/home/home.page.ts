import type { StaffPrincipal } from '@t21/core/console'
import type { Lookup } from '../../lookups/lookup.ts'

/** What staff see first. */
export function home(staff: StaffPrincipal, lookups: readonly Lookup<never>[]) {
  return {
    name: staff.name,
    links: lookups
      .filter(({ options }) => staff.ability.can('read', options.subject))
      .map(({ options: { id, label } }) => ({ label, href: `/admin/resources/${id}` })),
  }
}
