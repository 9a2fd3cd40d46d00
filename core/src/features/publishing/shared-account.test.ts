import { test } from 'tap'
import { buildTenant } from '../../../../test/support/factories.ts'
import {
  connectedAccount,
  publishingContext,
  runEngine,
  scheduled,
  until,
} from '../../../../test/support/publishing.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import { Delivery } from './delivery.model.ts'

test('a post that another organization made on the same account is not taken for ours', async (t) => {
  const network = await fakeNetwork(t, { retryWhenAbsent: true })
  const context = await publishingContext(t, network)
  const post = { content: 'Good morning.' }
  const deliver = async () => {
    const tenant = await buildTenant(context.database)
    const scope = { organizationId: tenant.organization.id, brandId: tenant.brand.id }
    const accountId = await connectedAccount(context, scope)
    await context.database
      .system('social_accounts')
      .where({ id: accountId })
      .update({ platform_user_id: 'the same at the network' })
    return scheduled(context, { tenant, accountId, post })
  }
  const first = await deliver()
  runEngine(t, context)
  await until(context, first.id, 'published')

  network.next.push('reset_before')
  const second = await deliver()
  await until(context, second.id, 'published')

  t.equal(network.posts.length, 2, 'the second one was not there, and was sent again')
  const ids = await Delivery.query(context.database.system).select('platform_post_id')
  t.equal(new Set(ids.map(({ platformPostId }) => platformPostId)).size, 2)
})
