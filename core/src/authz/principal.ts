import { subject as asSubject } from '@casl/ability'
import type { FastifyRequest } from 'fastify'
import { ApiError, notFound } from '../errors.ts'
import { defineAbility, type Ability, type Policy } from './policy.ts'
import type { Action, Membership, Subject } from './vocabulary.ts'

/** Who asks, and what they may do. */
export interface Principal {
  readonly userId: string
  readonly sessionId: string
  readonly email: string
  readonly emailVerified: boolean
  readonly memberships: readonly Membership[]
  /** Of every organization the person belongs to: what row level security is set to. */
  readonly organizationIds: readonly string[]
  readonly ability: Ability
}

/** Who somebody is and belongs to, with what follows from it. */
export function makePrincipal(
  person: Omit<Principal, 'organizationIds' | 'ability'>,
  policies: readonly Policy[],
): Principal {
  const { memberships } = person
  return {
    ...person,
    organizationIds: memberships.map(({ organizationId }) => organizationId),
    ability: defineAbility(memberships, policies),
  }
}

/** @throws ApiError UNAUTHORIZED when nobody is logged in */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new ApiError('UNAUTHORIZED')
  return request.principal
}

/** The organizations in which the principal may do this: the condition of every list. */
export function organizationsFor(principal: Principal, action: Action, subject: Subject): string[] {
  return principal.organizationIds.filter((organizationId) =>
    principal.ability.can(action, asSubject(subject, { organizationId })),
  )
}

/**
 * Allows or refuses an action in an organization.
 *
 * @throws ApiError NOT_FOUND for an organization one does not belong to, exactly as if it did not
 * exist; FORBIDDEN where the role does not suffice
 */
export function authorize(
  principal: Principal,
  action: Action,
  subject: Subject,
  organizationId: string,
): void {
  if (!principal.organizationIds.includes(organizationId)) throw notFound(subjectNames[subject])
  if (!principal.ability.can(action, asSubject(subject, { organizationId }))) {
    throw new ApiError('FORBIDDEN', `Your role does not allow to ${action} this.`)
  }
}

/** The organization of a list or a creation: the one asked for, else the personal one. */
export function organizationOf(principal: Principal, asked?: string): string {
  if (asked !== undefined) {
    if (!principal.organizationIds.includes(asked)) throw notFound('Organization')
    return asked
  }
  const personal = principal.memberships.find((membership) => membership.personal)
  if (personal === undefined) throw new ApiError('FORBIDDEN', 'There is no personal organization.')
  return personal.organizationId
}

/** How subjects are called in messages. */
const subjectNames: Readonly<Record<Subject, string>> = {
  Organization: 'Organization',
  Member: 'Member',
  Invitation: 'Invitation',
  Brand: 'Brand',
  SocialAccount: 'Social account',
  Post: 'Post',
  Delivery: 'Delivery',
  Media: 'Media',
  PublishingStop: 'Publishing stop',
}
