import { test } from 'tap'
import { registerUser, testApp } from './app.ts'
import {
  buildDelivery,
  buildMedia,
  buildPost,
  buildSocialAccount,
  buildTenant,
} from './factories.ts'

test('every factory fills in what is missing, and two calls make two tenants', async (t) => {
  const { app, database } = await testApp(t)
  const tenant = await buildTenant(database)
  const other = await buildTenant(database)
  t.not(tenant.organization.id, other.organization.id)

  const { id: brandId, organizationId } = tenant.brand
  const account = await buildSocialAccount(database, { brandId, organizationId })
  const post = await buildPost(database, { brandId, organizationId, content: 'Hello' })
  const delivery = await buildDelivery(database, {
    brandId,
    organizationId,
    postId: post.id,
    socialAccountId: account.id,
  })
  t.match(delivery, { organizationId, postId: post.id, state: 'scheduled' })
  t.match(await buildDelivery(database), { state: 'scheduled' })
  t.match(await buildMedia(database), { id: String })

  const mine = await registerUser(app)
  t.match(mine, { auth: { authorization: /^Bearer / }, organizationId: String })
})
