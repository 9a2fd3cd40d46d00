import { createMongoAbility, type MongoAbility } from '@casl/ability'
import { brandSubjects, type Action, type Membership, type Subject } from './vocabulary.ts'

/** Every right is bound to one organization; there is no way to state one without. Perhaps also to some of its brands. */
export type Right = {
  readonly organizationId: string
  readonly brandId?: { readonly $in: readonly (string | null)[] }
}

/** Says what may be done: `may('update', 'Post')`. */
export type May = (
  actions: Action | readonly Action[],
  subjects: Subject | readonly Subject[],
) => void

/** The rules of one feature: what a membership allows. Beside the feature, in `*.policy.ts`. */
export type Policy = (membership: Membership, may: May) => void

/** What somebody may do. */
export type Ability = MongoAbility

/** Joins the rules of all features for all memberships of a person. */
export function defineAbility(
  memberships: readonly Membership[],
  policies: readonly Policy[],
): Ability {
  const rules: { action: Action; subject: Subject; conditions: Right }[] = []
  for (const membership of memberships) {
    const { organizationId } = membership
    // A rule with an undefined organization would match rows of none or of all (reliability.md 4).
    if (typeof organizationId !== 'string' || organizationId === '') {
      throw new TypeError('A right needs an organization.')
    }
    for (const policy of policies) {
      policy(membership, (actions, subjects) => {
        for (const action of [actions].flat()) {
          for (const subject of [subjects].flat()) {
            rules.push({ action, subject, conditions: conditionsOf(membership, subject) })
          }
        }
      })
    }
  }
  return createMongoAbility(rules)
}

function conditionsOf({ organizationId, brandIds }: Membership, subject: Subject): Right {
  if (brandIds === null || !(brandSubjects as readonly Subject[]).includes(subject)) {
    return { organizationId }
  }
  // What belongs to no brand belongs to everybody in the organization.
  return { organizationId, brandId: { $in: [...brandIds, null] } }
}
