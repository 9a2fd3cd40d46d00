import { randomUUID } from 'node:crypto'
import { test } from 'tap'
import { testContext } from '../../../test/support/app.ts'
import { buildDelivery, buildTenant } from '../../../test/support/factories.ts'
import { figure } from '../../../test/support/figures.ts'
import { removeOldRows, retentionRules } from './retention.ts'

const day = 86_400_000
const months = 13 * 31 * day

test('P1: of everything that has a limit nothing is there past it, and what is younger stays', async (t) => {
  const { context } = await testContext(t)
  const { database } = context
  const { system } = database
  const [mine, other] = [await buildTenant(database), await buildTenant(database)]
  const organization_id = mine.organization.id
  const user_id = mine.user.id
  const delivery = await buildDelivery(database, {
    organizationId: organization_id,
    brandId: mine.brand.id,
  })
  const [endpoint] = (await system('webhook_endpoints')
    .insert({ organization_id, url: 'https://example.com/', signing_secret: 'sealed' })
    .returning('id')) as { id: string }[]
  const [session] = (await system('sessions')
    .insert({ user_id, expires_at: new Date(Date.now() + 400 * day) })
    .returning('id')) as { id: string }[]
  const [staff] = (await system('staff_members')
    .insert({
      email: 'a@example.com',
      name: 'A',
      role: 'ADMIN',
      password_hash: 'x',
      password_algorithm: 'x',
    })
    .returning('id')) as { id: string }[]
  const soon = new Date(Date.now() + 400 * day)
  const bytes = () => Buffer.from(randomUUID())

  /** How long things are kept, and a row that ended at a moment: what documents promise, not what the code says. */
  const limits: Readonly<Record<string, readonly [milliseconds: number, (at: Date) => object]>> = {
    idempotency_keys: [
      day,
      (at) => ({
        user_id,
        key: randomUUID(),
        method: 'POST',
        path: '/',
        body_hash: bytes(),
        locked_by: 'x',
        locked_until: at,
        created_at: at,
      }),
    ],
    rate_limits: [0, (at) => ({ key: randomUUID(), hits: 1, granted: 0, resets_at: at })],
    one_time_tokens: [
      30 * day,
      (at) => ({
        user_id,
        purpose: 'verify_email',
        token_hash: bytes(),
        email: 'a@example.com',
        expires_at: at,
      }),
    ],
    login_attempts: [
      day,
      (at) => ({ provider: 'x', state_hash: bytes(), browser_hash: bytes(), expires_at: at }),
    ],
    second_factor_challenges: [day, (at) => ({ user_id, token_hash: bytes(), expires_at: at })],
    refresh_tokens: [
      30 * day,
      (at) => ({ session_id: session?.id, token_hash: bytes(), expires_at: at }),
    ],
    sessions: [90 * day, (at) => ({ user_id, expires_at: soon, revoked_at: at })],
    staff_view_codes: [
      day,
      (at) => ({ staff_id: staff?.id, user_id, code_hash: bytes(), expires_at: at }),
    ],
    staff_views: [months, (at) => ({ organization_id, user_id, until: at, created_at: at })],
    staff_sessions: [
      90 * day,
      (at) => ({
        staff_id: staff?.id,
        token_hash: bytes(),
        stage: 'complete',
        expires_at: soon,
        ended_at: at,
      }),
    ],
    api_keys: [
      months,
      (at) => ({
        organization_id,
        user_id,
        name: 'A',
        key_hash: bytes(),
        key_prefix: 't21',
        key_last_four: 'abcd',
        revoked_at: at,
      }),
    ],
    invitations: [
      90 * day,
      (at) => ({
        organization_id,
        email: `${randomUUID()}@example.com`,
        role: 'MEMBER',
        token_hash: bytes(),
        expires_at: at,
      }),
    ],
    account_connections: [
      day,
      (at) => ({
        organization_id,
        brand_id: mine.brand.id,
        user_id,
        platform: 'FAKE',
        state_hash: bytes(),
        code_verifier: 'sealed',
        expires_at: at,
      }),
    ],
    mail_messages: [
      30 * day,
      (at) => ({
        user_id,
        recipient: 'a@example.com',
        template: 't',
        subject: 's',
        body_text: 'b',
        next_at: null,
        sent_at: at,
        created_at: at,
      }),
    ],
    mail_soft_bounces: [
      8 * day,
      (at) => ({
        address_hash: Buffer.alloc(32),
        event_id: randomUUID(),
        at,
      }),
    ],
    webhook_events: [
      30 * day,
      (at) => ({
        provider: 'FAKE',
        event_id: randomUUID(),
        event_type: 'x',
        payload: '{}',
        processed_at: at,
      }),
    ],
    webhook_deliveries: [
      30 * day,
      (at) => ({
        organization_id,
        webhook_endpoint_id: endpoint?.id,
        type: 'x',
        data: '{}',
        state: 'failed',
        next_at: null,
        created_at: at,
      }),
    ],
    deletion_requests: [
      months,
      (at) => ({
        code: randomUUID(),
        platform: 'FAKE',
        person_hash: bytes(),
        finished_at: at,
        created_at: at,
      }),
    ],
    post_imports: [
      30 * day,
      (at) => ({
        organization_id,
        user_id,
        mode: 'each',
        dry_run: true,
        status: 'done',
        next_at: null,
        finished_at: at,
      }),
    ],
    billing_checkouts: [
      30 * day,
      (at) => ({
        organization_id,
        provider: 'fake',
        plan: 'PRO',
        success_url: 'https://example.com/',
        cancel_url: 'https://example.com/',
        ended_at: at,
      }),
    ],
    billing_findings: [
      months,
      (at) => ({
        provider: 'fake',
        kind: 'repaired',
        subject: randomUUID(),
        details: '{}',
        last_at: at,
      }),
    ],
    delivery_events: [
      months,
      (at) => ({
        organization_id,
        delivery_id: delivery.id,
        transition: 'T1',
        to_state: 'claimed',
        fence: 1,
        actor: 'worker',
        at,
      }),
    ],
    delivery_metrics: [
      months,
      (at) => ({ organization_id, social_post_id: delivery.id, taken_at: at }),
    ],
    ai_prompts: [
      30 * day,
      (at) => ({
        id: randomUUID(),
        organization_id,
        user_id,
        prompt: 'p',
        input: '{}',
        result: '{}',
        created_at: at,
      }),
    ],
    ai_generations: [
      months,
      (at) => ({
        organization_id,
        task: 'content',
        template: 'content@1',
        state: 'done',
        credits_reserved: 1,
        reserved_until: at,
        settled_at: at,
        created_at: at,
      }),
    ],
    workers: [day, (at) => ({ id: randomUUID(), beat_at: at })],
  }
  t.same(
    Object.keys(limits).toSorted(byText),
    retentionRules.map(({ table }) => table).toSorted(byText),
  )

  for (const table of Object.keys(limits)) {
    // What the factories and triggers left is no part of it.
    if (table !== 'sessions') await system(table).delete()
  }
  const before = await system('sessions').count<{ count: string }[]>()
  for (const [table, [limit, row]] of Object.entries(limits)) {
    const past = new Date(Date.now() - limit - day)
    const young = new Date(Date.now() - limit + (limit === months ? 16 * day : day / 2))
    await system(table).insert([row(past), row(past), row(young)])
  }
  const removed = await removeOldRows(context)

  let left = 0
  for (const table of Object.keys(limits)) {
    const [count] = await system(table).count<{ count: string }[]>()
    const expected = 1 + (table === 'sessions' ? Number(before[0]?.count) : 0)
    t.equal(removed[table], 2, `${table}: two were past their time`)
    t.equal(Number(count?.count), expected, `${table}: the young one stays`)
    left += Number(count?.count) - expected
  }
  t.equal((await system('users').where({ id: other.user.id })).length, 1)
  figure('P1', { retentionLines: Object.keys(limits).length, rowsPastTheirTime: left })
})

function byText(one: string, another: string): number {
  return one < another ? -1 : 1
}
