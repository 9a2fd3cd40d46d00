import { test } from 'tap'
import { ownerOf } from '../../../../test/support/principal.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import { publishingContext, scheduled } from '../../../../test/support/publishing.ts'
import { resolveDelivery } from './deliveries.service.ts'

const url = 'https://network.example/acme/posts/1220'

test('what is at the address that a person gives is for the connector to tell, not to be guessed', async (t) => {
  let answer = (_account: { readonly platformUserId: string }): unknown => undefined
  const idAt = (_url: string, account: { readonly platformUserId: string }) => answer(account)
  const context = await publishingContext(t, await fakeNetwork(t, {}, { idAt }))
  const rows = [
    [({ platformUserId }: { platformUserId: string }) => `${platformUserId}_1220`, /^\d+_1220$/],
    [() => undefined, /^seen:/],
    [() => '', /^seen:/],
    [
      () => {
        throw new TypeError('A bug of the plugin.')
      },
      /^seen:/,
    ],
  ] as const
  for (const [does, remoteId] of rows) {
    answer = does
    const { parts } = await decideOn(context)
    t.match(parts, [{ remoteId, url }])
  }
})

test('an address means nothing where the connector reads none', async (t) => {
  const context = await publishingContext(t, await fakeNetwork(t, {}, { idAt: undefined }))
  const { parts } = await decideOn(context)
  t.match(parts, [{ remoteId: /^seen:/, url }])
})

/** A person says that a delivery is there. */
async function decideOn(context: Parameters<typeof resolveDelivery>[0]) {
  const { id, tenant } = await scheduled(context)
  await context.database
    .system('social_posts')
    .where({ id })
    .update({ state: 'needs_attention', next_at: null })
  const owner = ownerOf(tenant.organization.id, tenant.user.id)
  return resolveDelivery(context, owner, id, { outcome: 'published', url })
}
