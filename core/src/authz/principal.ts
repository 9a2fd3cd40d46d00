import { subject as asSubject } from '@casl/ability'
import type { FastifyRequest } from 'fastify'
import { ApiError, notFound } from '../errors.ts'
import { abilityToSql, type Columns } from './ability-sql.ts'
import type { Credential } from './credential.ts'
import { defineAbility, type Ability, type Policy } from './policy.ts'
import type { Action, Membership, PlaceOf, Subject } from './vocabulary.ts'

/** Who asks, and what they may do. */
export interface Principal {
  readonly userId: string
  readonly credential: Credential
  readonly email: string
  readonly emailVerified: boolean
  /** The language that they read, where they have said. */
  readonly locale: string | null
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

/** Who acts, as histories name it: `user:<id>` or `staff:<id>`. */
export function actorName({ credential, userId }: Principal): string {
  return credential.kind === 'staff' ? `staff:${credential.staffId}` : `user:${userId}`
}

/** Whether somebody may do this to something of such a place. */
export function allows<Kind extends Subject>(
  principal: Principal,
  action: Action,
  subject: Kind,
  place: PlaceOf<Kind>,
): boolean {
  return principal.ability.can(action, asSubject(subject, { ...place }))
}

/**
 * Allows or refuses an action on something of such a place.
 *
 * @throws ApiError NOT_FOUND for an organization one does not belong to, and for a brand one does not work for, exactly as
 * if it did not exist; FORBIDDEN where the role does not suffice
 */
export function authorize<Kind extends Subject>(
  principal: Principal,
  action: Action,
  subject: Kind,
  place: PlaceOf<Kind>,
): void {
  const membership = membershipIn(principal, place.organizationId)
  const brandId = 'brandId' in place ? place.brandId : null
  const hidden = brandId !== null && membership?.brandIds?.includes(brandId) === false
  if (membership === undefined || hidden) throw notFound(subjectNames[subject])
  if (!allows(principal, action, subject, place)) {
    throw new ApiError('FORBIDDEN', `Your role does not allow to ${action} this.`)
  }
}

/** The person's place in an organization; `undefined` where there is none. */
export function membershipIn(
  { memberships }: Principal,
  organizationId: string,
): Membership | undefined {
  return memberships.find((membership) => membership.organizationId === organizationId)
}

/**
 * The rows that the principal may do this to, as a condition of a query: `.whereRaw(...visible(…))`. `columns` says where the query finds the fields,
 * `{ organizationId: 'organization_id', brandId: 'brand_id' }` by default.
 */
export function visible(
  principal: Principal,
  action: Action,
  subject: Subject,
  columns: Columns = { organizationId: 'organization_id', brandId: 'brand_id' },
): [sql: string, bindings: (string | string[])[]] {
  const { sql, bindings } = abilityToSql(principal.ability, action, subject, columns)
  return [sql, [...bindings]]
}

/** The organization of a list or a creation: the one asked for, else the personal one, or the key's own. */
export function organizationOf(principal: Principal, asked?: string): string {
  if (asked !== undefined) {
    if (membershipIn(principal, asked) === undefined) throw notFound('Organization')
    return asked
  }
  const { credential, memberships } = principal
  const personal = memberships.find(
    (membership) => membership.personal || credential.kind === 'api_key',
  )
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
  Recurrence: 'Recurrence',
  Delivery: 'Delivery',
  Media: 'Media',
  Template: 'Template',
  Generation: 'Generation',
  PublishingStop: 'Publishing stop',
  AuditLog: 'Audit log',
  ApiKey: 'API key',
  WebhookEndpoint: 'Webhook endpoint',
  Subscription: 'Subscription',
}
