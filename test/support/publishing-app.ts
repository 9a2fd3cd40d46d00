import { registerUser, testApp, type TestApp, type TestUser } from './app.ts'
import { buildBrand, type BuiltTenant } from './factories.ts'
import type { FakeNetwork } from './publishing-network.ts'
import { fastPublishing } from './publishing.ts'

/** An app that publishes to a fake network, and two people who have nothing to do with each other. */
export interface PublishingApp extends TestApp {
  readonly me: TestUser
  readonly stranger: TestUser
  /** What belongs to `me`, with a brand to publish for. */
  readonly mine: BuiltTenant
  /** The same of the stranger. */
  readonly theirs: BuiltTenant
}

/** A new one; its only platform is the given network. */
export async function publishingApp(
  t: Parameters<typeof testApp>[0],
  network: FakeNetwork,
  variables: Readonly<Record<string, string>> = {},
): Promise<PublishingApp> {
  const made = await testApp(t, {
    plugins: network.plugins,
    connectorHttp: network.connectorHttp,
    variables: { ...fastPublishing, ...variables },
  })
  const [me, stranger] = [await registerUser(made.app), await registerUser(made.app)]
  const tenantOf = async ({ organizationId, user }: TestUser): Promise<BuiltTenant> => ({
    user,
    organization: { id: organizationId, name: '', slug: '', ownerId: user.id, personal: true },
    brand: await buildBrand(made.database, { organizationId }),
  })
  return { ...made, me, stranger, mine: await tenantOf(me), theirs: await tenantOf(stranger) }
}
