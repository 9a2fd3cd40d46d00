import { test } from 'tap'
import { testDatabase } from '../../../../test/support/database.ts'
import { buildUser } from '../../../../test/support/factories.ts'
import { createPersonalOrganization, slugOf } from './personal-organization.ts'
import { TeamMember } from './team-member.model.ts'

test('a personal organization has its user as the only member, as owner', async (t) => {
  const { system } = await testDatabase(t)
  const [ada, bob] = [await buildUser({ system }), await buildUser({ system })]
  const [mine, other] = await system.transaction(async (transaction) => [
    await createPersonalOrganization(transaction, { id: ada.id, name: 'Ada' }),
    await createPersonalOrganization(transaction, { id: bob.id, name: 'Ada' }),
  ])
  t.match(mine, { name: 'Ada', ownerId: ada.id, personal: true, subscriptionTier: 'FREE' })
  t.not(mine?.slug, other?.slug)
  t.match(await TeamMember.query(system).where('organization_id', mine?.id ?? ''), [
    { userId: ada.id, role: 'OWNER' },
  ])
})

test('a person has at most one personal organization', async (t) => {
  const { system } = await testDatabase(t)
  const { id } = await buildUser({ system })
  const make = () =>
    system.transaction((transaction) => createPersonalOrganization(transaction, { id, name: 'A' }))
  await make()
  await t.rejects(make(), /organizations_one_personal/)
})

test('every name gives a slug that the database takes', async (t) => {
  for (const name of [
    'Ada',
    'Zoë Ångström',
    '李小龍',
    '--- ',
    '😀',
    'a'.repeat(200),
    'x'.repeat(39) + ' y',
  ]) {
    t.match(slugOf(name), /^[a-z0-9][a-z0-9-]{0,62}$/, name)
    t.notMatch(slugOf(name), /--/)
  }
  t.match(slugOf('Zoë Ångström'), /^zoe-angstrom-/)
})
