import { t as file, test } from 'tap'
import { registerUser, testApp, type TestUser } from '../../../../test/support/app.ts'
import { me as readMe, registerByApi } from '../../../../test/support/auth-client.ts'

const { app, database } = await testApp(file)
const { system } = database

test('one’s account has the specification’s fields, and none that is secret', async (t) => {
  const { user, tokens } = await registerByApi(app, { name: 'John Doe' })
  const answer = (await readMe(app, tokens.accessToken)).json<{ data: object }>()
  t.match(answer.data, {
    id: user.id,
    email: user.email,
    emailVerified: null,
    name: 'John Doe',
    avatarUrl: null,
    locale: null,
    timezone: null,
    emailUndeliverable: null,
    authProvider: 'email',
    organizationId: /^[0-9a-f-]{36}$/,
    subscriptionTier: 'FREE',
    subscriptionStatus: null,
    currentPeriodEnd: null,
    postsThisMonth: 0,
    aiCreditsUsed: 0,
    createdAt: /Z$/,
    updatedAt: /Z$/,
    lastLoginAt: /Z$/,
  })
  t.equal(Object.keys(answer.data).length, 18)
})

test('plan and usage are those of one’s personal organization, this month', async (t) => {
  const [mine, other] = [await registerUser(app), await registerUser(app)]
  const periodEnd = new Date('2030-01-31T12:00:00Z')
  const month = new Date().toISOString().slice(0, 7)
  for (const [organizationId, used] of [
    [mine.organizationId, 7],
    [other.organizationId, 1],
  ] as const) {
    await system('quota_counters').insert([
      { organization_id: organizationId, metric: 'posts', period: month, used },
      { organization_id: organizationId, metric: 'posts', period: '2020-01', used: 30 },
      { organization_id: organizationId, metric: 'aiCredits', period: month, used: used + 1 },
      { organization_id: organizationId, metric: 'brands', period: 'total', used: 3 },
    ])
  }
  await system('organizations')
    .where({ id: mine.organizationId })
    .update({ subscription_tier: 'PRO' })
  await system('subscriptions').insert({
    organization_id: mine.organizationId,
    provider: 'fake',
    provider_subscription_id: 'sub_1',
    price_id: 'price_1',
    current_period_end: periodEnd,
    tier: 'PRO',
    status: 'active',
  })
  t.match(await get(mine), {
    subscriptionTier: 'PRO',
    subscriptionStatus: 'active',
    currentPeriodEnd: periodEnd.toISOString(),
    postsThisMonth: 7,
    aiCreditsUsed: 8,
  })
  t.match(await get(other), { subscriptionTier: 'FREE', postsThisMonth: 1, aiCreditsUsed: 2 })
})

test('name and picture are changed apart from each other, and removed by null', async (t) => {
  const [mine, other] = [await registerUser(app), await registerUser(app)]
  const before = await get(other)
  const avatarUrl = 'https://example.com/ada.png'

  t.match((await patch(mine, { name: 'Ada L' })).json(), {
    data: { name: 'Ada L', avatarUrl: null },
  })
  t.match((await patch(mine, { avatarUrl })).json(), { data: { name: 'Ada L', avatarUrl } })
  t.match((await patch(mine, { name: null })).json(), { data: { name: null, avatarUrl } })
  t.match(await get(mine), { name: null, avatarUrl })
  t.same(await get(other), before, 'nobody else is changed')
})

test('language and time zone are kept as they were said', async (t) => {
  const [mine, other] = [await registerUser(app), await registerUser(app)]
  const chosen = { locale: 'pt-BR', timezone: 'America/Sao_Paulo' }
  t.match((await patch(mine, chosen)).json(), { data: chosen })
  t.match(await get(mine), chosen)
  t.match(await get(other), { locale: null, timezone: null })
  t.match((await patch(mine, { locale: null, timezone: null })).json(), {
    data: { locale: null, timezone: null },
  })
})

test('bad changes are refused by the field’s name and change nothing', async (t) => {
  const mine = await registerUser(app)
  const before = await get(mine)
  for (const [body, field] of [
    [{}, 'body'],
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ name: 'a\u0000b' }, 'name'],
    [{ name: 7 }, 'name'],
    [{ avatarUrl: 'javascript:alert(1)' }, 'avatarUrl'],
    [{ avatarUrl: 'http://example.com/a.png' }, 'avatarUrl'],
    [{ avatarUrl: `https://example.com/${'a'.repeat(2_000)}` }, 'avatarUrl'],
    [{ locale: 'english!' }, 'locale'],
    [{ locale: '' }, 'locale'],
    [{ timezone: 'Europe/Atlantis' }, 'timezone'],
    [{ timezone: '+01:00' }, 'timezone'],
    [{ email: 'new@example.com' }, 'email'],
    [{ emailVerified: '2026-01-01T00:00:00Z' }, 'emailVerified'],
    [{ subscriptionTier: 'BUSINESS' }, 'subscriptionTier'],
    [{ password: 'another good one' }, 'password'],
    [{ name: 'Good', status: 'active' }, 'status'],
  ] as const) {
    const answer = await patch(mine, body)
    t.equal(answer.statusCode, 422, JSON.stringify(body).slice(0, 60))
    t.match(answer.json(), { error: { code: 'VALIDATION_ERROR' } })
    t.ok(
      answer
        .json<{ error: { details: { field: string }[] } }>()
        .error.details.some((detail) => detail.field === field),
      field,
    )
  }
  t.same(await get(mine), before)
})

test('nobody is told anything without a login', async (t) => {
  for (const method of ['GET', 'PATCH'] as const) {
    const answer = await app.inject({ method, url: '/v1/users/me' })
    t.equal(answer.statusCode, 401)
    t.match(answer.json(), { error: { code: 'UNAUTHORIZED' } })
  }
})

async function get({ auth }: TestUser): Promise<object> {
  const answer = await app.inject({ url: '/v1/users/me', headers: auth })
  return answer.json<{ data: object }>().data
}

function patch({ auth }: TestUser, payload: object) {
  return app.inject({ method: 'PATCH', url: '/v1/users/me', headers: auth, payload })
}
