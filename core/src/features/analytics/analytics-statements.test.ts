import { randomUUID } from 'node:crypto'
import { test } from 'tap'
import { registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import {
  buildBrand,
  buildDelivery,
  buildSocialAccount,
} from '../../../../test/support/factories.ts'
import { recordNumbers } from '../../../../test/support/readings.ts'
import { statementsOf } from '../../../../test/support/statements.ts'

test('analytics take the same few statements, however many accounts and posts there are', async (t) => {
  const { app, context, database } = await testApp(t)
  const send = senderOf(app)
  const mine = await registerUser(app)
  const { organizationId } = mine
  const brand = await buildBrand(database, { organizationId })
  const of = { organizationId, brandId: brand.id }
  const grow = async (many: number) => {
    for (let number = 0; number < many; number += 1) {
      const account = await buildSocialAccount(database, of)
      const delivery = await buildDelivery(database, {
        ...of,
        socialAccountId: account.id,
        state: 'published',
        nextAt: null,
        platformPostId: randomUUID(),
        publishedAt: new Date(),
      })
      const likes = number + 1
      await recordNumbers(context, account, new Date(), [[delivery, { engagements: likes, likes }]])
    }
  }
  const path = `/brands/${brand.id}/analytics`
  await grow(1)
  await send(mine, 'GET', path)
  const few = await statementsOf(t, () => send(mine, 'GET', path))
  await grow(8)
  const many = await statementsOf(t, () => send(mine, 'GET', path))
  t.equal(many.answer.data.topPosts.length, 9)
  t.equal(many.answer.data.accounts.length, 9)
  t.equal(many.count, few.count)
  t.ok(few.count >= 6 && few.count <= 8, `${few.count} statements`)
})
