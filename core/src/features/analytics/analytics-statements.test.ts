import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { test } from 'tap'
import { registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import {
  buildBrand,
  buildDelivery,
  buildSocialAccount,
} from '../../../../test/support/factories.ts'
import { recordNumbers } from '../../../../test/support/readings.ts'

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

/** What something answers, and how many statements it took. */
async function statementsOf<Answer>(
  t: { teardown(work: () => unknown): unknown },
  work: () => Promise<Answer>,
): Promise<{ answer: Answer; count: number }> {
  const prototype = pg.Client.prototype as { query: (...given: unknown[]) => unknown }
  const { query } = prototype
  let count = 0
  prototype.query = function counted(this: pg.Client, ...given: unknown[]) {
    count += 1
    return query.apply(this, given)
  }
  t.teardown(() => Object.assign(prototype, { query }))
  try {
    return { answer: await work(), count }
  } finally {
    Object.assign(prototype, { query })
  }
}
