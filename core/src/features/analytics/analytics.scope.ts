import { visible, type Principal } from '../../authz/principal.ts'

/** What analytics are of. Within it somebody sees what their role and their brands allow. */
export interface AnalyticsScope {
  readonly organizationId: string
  readonly brandId?: string
  readonly socialAccountId?: string
  readonly postId?: string
  /** All where none is named. */
  readonly platforms?: readonly string[]
}

/** A part of a statement. */
export interface SqlPart {
  readonly sql: string
  readonly bindings: readonly (string | number | Date | readonly string[] | null)[]
}

/** The accounts `a` of a scope. */
export function accountsOf(principal: Principal, scope: AnalyticsScope): SqlPart {
  const [sql, bindings] = visible(principal, 'read', 'SocialAccount', {
    organizationId: 'a.organization_id',
    brandId: 'a.brand_id',
  })
  return allOf([
    { sql: 'a.organization_id = ?', bindings: [scope.organizationId] },
    ...named('a.brand_id = ?', scope.brandId),
    ...named('a.id = ?', scope.socialAccountId),
    ...named('a.platform = any (?::text[])', scope.platforms),
    { sql, bindings },
  ])
}

/** The deliveries `d` of a scope, and their accounts `a`. */
export function deliveriesOf(principal: Principal, scope: AnalyticsScope): SqlPart {
  const [sql, bindings] = visible(principal, 'read', 'Delivery', {
    organizationId: 'd.organization_id',
    brandId: 'd.brand_id',
  })
  return allOf([
    accountsOf(principal, scope),
    ...named('d.post_id = ?', scope.postId),
    { sql, bindings },
  ])
}

/** Conditions that all have to hold. */
function allOf(parts: readonly SqlPart[]): SqlPart {
  return {
    sql: parts.map((part) => part.sql).join(' and '),
    bindings: parts.flatMap((part) => part.bindings),
  }
}

function named(sql: string, value: string | readonly string[] | undefined): SqlPart[] {
  return value === undefined ? [] : [{ sql, bindings: [value] }]
}
