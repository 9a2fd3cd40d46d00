import type { Connector } from '@t21/plugin-kit'
import type { Context } from '../../core/src/context.ts'
import { SocialAccount } from '../../core/src/features/social-accounts/social-account.model.ts'
import type { StoredEvent } from '../../core/src/features/webhooks-in/stored-event.ts'
import { testContext } from './app.ts'
import { buildConnectedAccount } from './connected-account.ts'
import type { TestDatabase } from './database.ts'
import { buildDelivery, buildTenant, type BuiltDelivery, type BuiltTenant } from './factories.ts'
import { fakeWebhooks, type FakeWebhooks } from './fake-webhooks.ts'

type Fields = Readonly<Record<string, unknown>>

/** What tests of the worker of webhooks share: accounts of the fake network, and events that were stored of it. */
export interface ToldSite {
  /** Begins anew: no accounts, no events. */
  start(
    t: { teardown(work: () => unknown): unknown },
    overrides?: { readonly [Verb in keyof Connector]?: Connector[Verb] | undefined },
  ): Promise<{ readonly context: Context; readonly network: FakeWebhooks }>
  /** An account, connected an hour ago, in an organization of its own unless one is given. */
  account(
    context: Context,
    platformUserId: string,
    fields?: Fields,
    tenant?: BuiltTenant,
  ): Promise<SocialAccount>
  delivery(account: SocialAccount, fields: Fields): Promise<BuiltDelivery>
  /** Stores an event. @returns its row's id */
  tell(event: StoredEvent): Promise<string>
  reloaded(account: Pick<SocialAccount, 'id'>): Promise<SocialAccount>
  /** What the members of the account's organization were told. */
  notices(account: SocialAccount): Promise<{ type: string; title: string; message: string }[]>
}

/** See {@link ToldSite}. */
export function toldSite(database: TestDatabase): ToldSite {
  const { system } = database
  let told = 0
  return {
    async start(t, overrides = {}) {
      await system('webhook_events').delete()
      await system('social_accounts').delete()
      const network = fakeWebhooks(overrides as Partial<Connector>)
      const { context } = await testContext(t, { plugins: network.plugins, database })
      return { context, network }
    },
    async account(context, platformUserId, fields = {}, tenant) {
      const { organization, brand } = tenant ?? (await buildTenant(database))
      const of = { organizationId: organization.id, brandId: brand.id }
      const connectedAt = new Date(Date.now() - 3_600_000)
      const tokens = { accessToken: 'a-token' }
      return buildConnectedAccount(context, tokens, {
        ...of,
        platformUserId,
        connectedAt,
        ...fields,
      })
    },
    delivery: ({ id, organizationId, brandId }, fields) =>
      buildDelivery(database, {
        organizationId,
        brandId,
        socialAccountId: id,
        platform: 'FAKE',
        ...fields,
      }),
    async tell(event) {
      told += 1
      const [row] = (await system('webhook_events')
        .insert({
          provider: 'FAKE',
          event_id: `told-${told}`,
          event_type: event.name,
          payload: JSON.stringify(event),
        })
        .returning('id')) as { id: string }[]
      return row?.id ?? ''
    },
    reloaded: async ({ id }) => SocialAccount.query(system).findById(id).throwIfNotFound(),
    notices: ({ organizationId }) =>
      system('notifications').where({ organization_id: organizationId }).orderBy('id'),
  }
}
