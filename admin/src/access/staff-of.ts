import type { StaffPrincipal } from '@t21/core/console'
import type { FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, as they are now; `null` on the pages of the login. */
    staff: StaffPrincipal | null
    /** Where AdminJS looks for who asks; made anew for each request, and never stored. */
    session: { readonly adminUser: CurrentAdmin } | null
  }
}

/** What AdminJS knows of who asks. It prints all of it into its pages. */
export interface CurrentAdmin {
  readonly id: string
  readonly email: string
  /** Shown below the address. */
  readonly title: string
  readonly role: string
}

const principals = new WeakMap<object, StaffPrincipal>()

/** What AdminJS may know of somebody; {@link staffOf} finds the way back for as long as the request lasts. */
export function currentAdminOf(staff: StaffPrincipal): CurrentAdmin {
  const admin = {
    id: staff.staffId,
    email: harmless(staff.email),
    title: `${harmless(staff.name)} · ${staff.role}`,
    role: staff.role,
  }
  principals.set(admin, staff)
  return admin
}

/**
 * Who asks.
 *
 * @param currentAdmin as AdminJS hands it to handlers
 * @throws Error where nobody does: the guard lets no such request through
 */
export function staffOf(currentAdmin: unknown): StaffPrincipal {
  const staff = knownStaff(currentAdmin)
  if (staff === undefined) throw new Error('Nobody of the staff asks for this.')
  return staff
}

/** The same for rules, which answer "no" to nobody. */
export function knownStaff(currentAdmin: unknown): StaffPrincipal | undefined {
  return typeof currentAdmin === 'object' && currentAdmin !== null
    ? principals.get(currentAdmin)
    : undefined
}

/** Who asks, for routes of the console's own. @throws Error where the guard let somebody unknown through */
export function staffOfRequest(request: FastifyRequest): StaffPrincipal {
  if (request.staff === null) throw new Error('Nobody of the staff asks for this.')
  return request.staff
}

/** AdminJS puts it between script tags as it is. */
function harmless(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›')
}
