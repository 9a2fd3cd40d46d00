import { randomBytes, randomUUID } from 'node:crypto'
import { apiKeyScopes } from '../../core/src/authz/api-key-routes.ts'
import type { Role } from '../../core/src/authz/vocabulary.ts'
import { sealSecret } from '../../core/src/features/webhooks-out/endpoint-secrets.ts'
import type { App } from '../../core/src/http/app-instance.ts'
import { loginAs, type TestUser } from '../support/app.ts'
import {
  buildApiKey,
  buildBrand,
  buildDelivery,
  buildMedia,
  buildMember,
  buildOrganization,
  buildPost,
  buildSocialAccount,
  buildUser,
} from '../support/factories.ts'
import type { Database } from '../../core/src/db/database.ts'
import { newStorageKey } from '../../core/src/storage/storage-key.ts'
import { canariesOf } from './canaries-of.ts'

type System = Pick<Database, 'system'>

/** The id of one thing of each kind, by the name under which a path or a body speaks of it. */
export type Ids = Readonly<Record<string, string>>

/** One organization with people in every role, and one of everything. */
export interface World {
  readonly organizationId: string
  /** What every text field of this organization holds. */
  readonly canary: string
  readonly ids: Ids
  readonly people: Readonly<Record<Role | 'limited', Person>>
  /** Of the owner, with every scope. */
  readonly key: Pick<Person, 'auth'>
}

/** Somebody who is logged in. */
export type Person = Omit<TestUser, 'organizationId'>

/** Builds an organization; `limited` is a member who works for another brand than the one that everything belongs to. */
export async function buildWorld(app: Pick<App, 'context'>, database: System): Promise<World> {
  const canary = `canary-${randomBytes(6).toString('hex')}`
  const person = async () =>
    loginAs(
      app,
      await buildUser(database, { name: canary, email: `${canary}-${randomUUID()}@example.com` }),
    )
  const [owner, admin, member, viewer, limited, removable] = await Promise.all([
    person(),
    person(),
    person(),
    person(),
    person(),
    person(),
  ])
  const organization = await buildOrganization(database, {
    ownerId: owner.user.id,
    personal: false,
    name: canary,
  })
  const { id: organizationId } = organization
  const [brand, elsewhere] = [
    await buildBrand(database, { organizationId, name: canary, description: canary }),
    await buildBrand(database, { organizationId, name: `${canary} 2` }),
  ]
  const members = [
    [admin, 'ADMIN', undefined],
    [member, 'MEMBER', undefined],
    [removable, 'MEMBER', undefined],
    [viewer, 'VIEWER', undefined],
    [limited, 'MEMBER', [elsewhere.id]],
  ] as const
  await Promise.all(
    members.map(([who, role, brandIds]) =>
      buildMember(database, {
        organizationId,
        userId: who.user.id,
        role,
        ...(brandIds && { brandIds }),
      }),
    ),
  )
  const canaries = canariesOf(database)
  canaries.set(organizationId, canary)
  for (const { user } of [owner, admin, member, viewer, limited, removable]) {
    canaries.set(user.id, canary)
  }
  const ids = await fill(app, database, { organizationId, brandId: brand.id, canary })
  const ofOwner = await own(database, {
    organizationId,
    brandId: brand.id,
    userId: owner.user.id,
    canary,
  })
  return {
    organizationId,
    canary,
    ids: {
      ...ids,
      ...ofOwner,
      sessions: owner.sessionId,
      organizations: organizationId,
      organizationId,
      brands: brand.id,
      brandId: brand.id,
      userId: removable.user.id,
    },
    key: await buildApiKey(database, {
      organizationId,
      userId: owner.user.id,
      scopes: apiKeyScopes,
    }),
    people: { OWNER: owner, ADMIN: admin, MEMBER: member, VIEWER: viewer, limited },
  }
}

async function fill(
  app: Pick<App, 'context'>,
  database: System,
  { organizationId, brandId, canary }: { organizationId: string; brandId: string; canary: string },
): Promise<Ids> {
  const place = { organizationId, brandId }
  const account = await buildSocialAccount(database, {
    ...place,
    username: canary,
    displayName: canary,
  })
  const media = await buildMedia(database, { ...place, originalName: `${canary}.png`, alt: canary })
  const draft = await buildPost(database, { ...place, content: canary })
  const delivery = await buildDelivery(database, {
    ...place,
    socialAccountId: account.id,
    postId: (
      await buildPost(database, {
        ...place,
        content: canary,
        status: 'SCHEDULED',
        scheduledFor: new Date(),
      })
    ).id,
  })
  const system = database.system
  const one = async (table: string, row: object): Promise<string> => {
    const [stored] = await system(table)
      .insert({ organization_id: organizationId, ...row })
      .returning('id')
    return (stored as { id: string }).id
  }
  const invitation = await one('invitations', {
    email: `${canary}@example.org`,
    role: 'MEMBER',
    token_hash: randomBytes(32),
    expires_at: new Date(Date.now() + 3_600_000),
  })
  const stop = await one('publishing_stops', {
    scope: 'organization',
    reason: canary,
    created_by: 'user:x',
  })
  const endpoint = await one('webhook_endpoints', {
    url: `https://${canary}.example/hook`,
    description: canary,
    signing_secret: 'sealed below',
  })
  const owner = { id: endpoint, organizationId }
  await system('webhook_endpoints')
    .where({ id: endpoint })
    .update({ signing_secret: sealSecret(app.context.config, owner, 'signing_secret', canary) })
  const message = await one('webhook_deliveries', {
    webhook_endpoint_id: endpoint,
    type: 'post.published',
    data: JSON.stringify({ canary }),
  })
  const template = await one('content_templates', {
    brand_id: brandId,
    name: canary,
    template: canary,
  })
  const generation = await one('ai_generations', {
    brand_id: brandId,
    task: 'content',
    template: 'content@1',
    state: 'done',
    credits_reserved: 1,
    credits_used: 1,
    model: canary,
    reserved_until: new Date(),
    settled_at: new Date(),
  })
  await one('ai_prompts', {
    id: generation,
    prompt: canary,
    input: JSON.stringify({ prompt: canary }),
    result: JSON.stringify({
      versions: [
        { key: 'version1', content: canary, hashtags: [canary], altText: canary, notices: [] },
      ],
    }),
  })
  const recurrence = await one('recurrences', {
    brand_id: brandId,
    post: JSON.stringify({ content: canary, platforms: [] }),
    rule: 'FREQ=DAILY;COUNT=3',
    starts_at: '2030-01-01T09:00',
    timezone: 'UTC',
  })
  const occurrence = await one('recurrence_occurrences', {
    recurrence_id: recurrence,
    occurs_at: new Date('2030-01-01T09:00:00Z'),
    status: 'failed',
    error: JSON.stringify({ code: 'MISSED', message: canary }),
  })
  await one('calendar_feeds', { brand_id: brandId, token_hash: randomBytes(32) })
  return {
    generations: generation,
    aiGenerationId: generation,
    recurrences: recurrence,
    occurrences: occurrence,
    'webhook-endpoints': endpoint,
    'webhook-deliveries': message,
    templates: template,
    templateId: template,
    'social-accounts': account.id,
    socialAccountId: account.id,
    socialAccountIds: account.id,
    media: media.id,
    mediaId: media.id,
    mediaIds: media.id,
    posts: draft.id,
    postId: draft.id,
    deliveries: delivery.id,
    invitationId: invitation,
    'publishing-stops': stop,
  }
}

/** What belongs to a person in an organization. */
async function own(
  { system }: System,
  who: { organizationId: string; brandId: string; userId: string; canary: string },
): Promise<Ids> {
  const { organizationId, brandId, userId, canary } = who
  const [notification] = await system('notifications')
    .insert({
      organization_id: organizationId,
      user_id: userId,
      type: 'POST_FAILED',
      title: canary,
      message: canary,
    })
    .returning('id')
  const [connection] = await system('account_connections')
    .insert({
      organization_id: organizationId,
      brand_id: brandId,
      user_id: userId,
      platform: 'TWITTER',
      state_hash: randomBytes(32),
      code_verifier: canary,
      expires_at: new Date(Date.now() + 600_000),
    })
    .returning('id')
  const [key] = await system('api_keys')
    .insert({
      organization_id: organizationId,
      user_id: userId,
      name: canary,
      key_hash: randomBytes(32),
      key_prefix: 't21_live_',
      key_last_four: '0000',
      scopes: ['posts:read'],
    })
    .returning('id')
  const [upload] = await system('media_uploads')
    .insert({
      organization_id: organizationId,
      user_id: userId,
      file_name: canary,
      mime_type: 'image/png',
      size: 1,
      status: 'received',
      storage_key: newStorageKey(organizationId),
      expires_at: new Date(Date.now() + 600_000),
    })
    .returning('id')
  const [postImport] = await system('post_imports')
    .insert({
      organization_id: organizationId,
      user_id: userId,
      mode: 'each',
      dry_run: true,
      status: 'checking',
    })
    .returning('id')
  await system('post_import_rows').insert({
    organization_id: organizationId,
    import_id: (postImport as { id: string }).id,
    line: 2,
    status: 'failed',
    error: JSON.stringify({ code: 'NOT_FOUND', message: canary, field: null, remedy: canary }),
  })
  const [invoice] = await system('invoices')
    .insert({
      organization_id: organizationId,
      provider: 'fake',
      provider_invoice_id: randomUUID(),
      number: canary,
      status: 'paid',
      amount: 700,
      amount_paid: 700,
      currency: 'gbp',
    })
    .returning('id')
  const [reversal] = await system('billing_reversals')
    .insert({
      organization_id: organizationId,
      provider: 'fake',
      provider_reversal_id: randomUUID(),
      kind: 'refund',
      status: 'succeeded',
      reason: canary,
      amount: 100,
      currency: 'gbp',
      created_at: new Date(),
    })
    .returning('id')
  const [copy] = await system('account_exports').insert({ user_id: userId }).returning('id')
  return {
    uploads: (upload as { id: string }).id,
    imports: (postImport as { id: string }).id,
    exports: (copy as { id: string }).id,
    invoices: (invoice as { id: string }).id,
    reversals: (reversal as { id: string }).id,
    'api-keys': (key as { id: string }).id,
    notifications: (notification as { id: string }).id,
    connections: (connection as { id: string }).id,
  }
}
