import { createMongoAbility, subject as asSubject } from '@casl/ability'
import fc from 'fast-check'
import { test } from 'tap'
import { testDatabase } from '../../../test/support/database.ts'
import { abilityToSql } from './ability-sql.ts'
import { defineAbility, type Ability } from './policy.ts'
import type { Membership, Role } from './vocabulary.ts'

const columns = { organizationId: 'organization_id', brandId: 'brand_id' }
const ids = Array.from({ length: 5 }, (_, n) => `0190f5f0-0000-7000-8000-00000000000${n}`)

test('rules in SQL select the rows that the rules allow, and no others', async (t) => {
  const { system } = await testDatabase(t)
  const rows = ids.flatMap((organizationId) =>
    [...ids, null].map((brandId) => ({ organizationId, brandId })),
  )
  const id = fc.constantFrom(...ids)
  const brand = fc.option(id, { nil: null })
  const organization = fc.oneof(
    record({ organizationId: id }),
    record({ organizationId: record({ $in: fc.array(id, { maxLength: 3 }) }) }),
  )
  const more = fc.oneof(
    fc.constant({}),
    record({ brandId: brand }),
    record({ brandId: record({ $ne: brand }) }),
    record({ brandId: record({ $in: fc.array(brand, { maxLength: 3 }) }) }),
  )
  const rule = fc.tuple(organization, more, fc.boolean()).map(([one, other, inverted]) => ({
    action: 'read',
    subject: 'Post',
    // What forbids comes on top of something that allows, as CASL reads rules.
    inverted,
    conditions: { ...one, ...other },
  }))
  let compared = 0
  const values = rows.map(() => '(?::uuid, ?::uuid)').join(', ')
  const flat = rows.flatMap(({ organizationId, brandId }) => [organizationId, brandId])
  await fc.assert(
    fc.asyncProperty(fc.array(rule, { minLength: 1, maxLength: 5 }), async (rules) => {
      const ability: Ability = createMongoAbility(rules)
      const { sql, bindings } = abilityToSql(ability, 'read', 'Post', columns)
      const found = await system.raw<{ rows: { organization_id: string; brand_id: string }[] }>(
        `select * from (values ${values}) as x(organization_id, brand_id) where ${sql}`,
        [...flat, ...bindings] as string[],
      )
      const allowed = rows.filter((row) => ability.can('read', asSubject('Post', { ...row })))
      compared += rows.length
      t.same(
        new Set(found.rows.map((row) => `${row.organization_id} ${row.brand_id}`)),
        new Set(allowed.map((row) => `${row.organizationId} ${row.brandId}`)),
        JSON.stringify(rules),
      )
    }),
    { numRuns: 400 },
  )
  t.ok(compared >= 10_000, `${compared} rows compared`)
})

test('what could let rows of others through is refused, not guessed at', (t) => {
  const [id = ''] = ids
  for (const conditions of [
    undefined,
    {},
    { organizationId: undefined },
    { organizationId: '' },
    { organizationId: { $ne: id } },
    { organizationId: { $exists: true } },
    { organizationId: { $in: [id, undefined] } },
    { brandId: id },
    { $or: [{ organizationId: id }, { brandId: id }] },
    { organizationId: id, content: 'x' },
    { organizationId: id, brandId: { $gt: id } },
    { organizationId: id, brandId: { $regex: '.*' } },
    { organizationId: id, brandId: 7 },
    { organizationId: id, brandId: undefined },
  ]) {
    const ability = createMongoAbility([
      { action: 'read', subject: 'Post', ...(conditions && { conditions }) },
    ]) as Ability
    t.throws(
      () => abilityToSql(ability, 'read', 'Post', columns),
      TypeError,
      JSON.stringify(conditions),
    )
  }
  t.end()
})

test('without a rule there are no rows', (t) => {
  const ability = createMongoAbility([]) as Ability
  t.same(abilityToSql(ability, 'read', 'Post', columns), { sql: 'false', bindings: [] })
  t.end()
})

test('a member who is limited to brands has rights in these, and in what belongs to no brand', (t) => {
  const [organizationId = '', mine = '', other = ''] = ids
  const limited = { ...member(organizationId, 'MEMBER'), brandIds: [mine] }
  const ability = defineAbility([limited], [(_, may) => may('read', ['Post', 'Member'])])
  const can = (brandId: string | null) =>
    ability.can('read', asSubject('Post', { organizationId, brandId }))
  t.same([can(mine), can(other), can(null)], [true, false, true])
  t.ok(ability.can('read', asSubject('Member', { organizationId })), 'people are not in brands')
  t.same(abilityToSql(ability, 'read', 'Post', columns), {
    sql: '(organization_id = ? and (brand_id = any (cast(? as uuid[])) or brand_id is null))',
    bindings: [organizationId, [mine]],
  })
  t.end()
})

test('the statement does not grow with the number of organizations', (t) => {
  const texts = [2, 5].map((many) => {
    const memberships = ids.slice(0, many).map((id) => member(id, 'OWNER'))
    const ability = defineAbility(memberships, [(_, may) => may('read', 'Post')])
    return abilityToSql(ability, 'read', 'Post', columns).sql
  })
  t.same(texts, Array(2).fill('organization_id = any (cast(? as uuid[]))'))
  t.end()
})

/** CASL reads operators in plain objects only. */
function record<Shape extends object>(model: { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> }) {
  return fc.record(model, { noNullPrototype: true })
}

function member(organizationId: string, role: Role): Membership {
  return { organizationId, role, personal: false, tier: 'FREE', brandIds: null }
}
