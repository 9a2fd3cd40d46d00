import { t as file, test } from 'tap'
import { ada, bob, connectionSite, returnUrl } from '../../../../test/support/connection-site.ts'
import { buildBrand } from '../../../../test/support/factories.ts'
import { figure } from '../../../../test/support/figures.ts'

const site = await connectionSite(file)
const { app, database, network } = site
const callback = '/v1/oauth/callback'
const theirs = await buildBrand(database, { organizationId: site.other.organizationId })

type Begun = Awaited<ReturnType<typeof site.begin>>

/** What somebody meddling with browsers, or a network that means harm, does to a walk that was begun. */
const evil: Readonly<Record<string, (walk: Begun) => Promise<unknown>>> = {
  'no state': (walk) => come(walk, (query) => query.delete('state')),
  'an empty state': (walk) => come(walk, (query) => query.set('state', '')),
  'a made-up state': (walk) => come(walk, (query) => query.set('state', 'x'.repeat(43))),
  'a cut state': (walk) => come(walk, (query) => query.set('state', stateOf(walk).slice(0, -1))),
  'a state with something behind it': (walk) =>
    come(walk, (query) => query.set('state', `${stateOf(walk)}x`)),
  'a state in capitals': (walk) =>
    come(walk, (query) => query.set('state', stateOf(walk).toUpperCase())),
  'the state twice': (walk) => come(walk, (query) => query.append('state', 'another')),
  'the state as a list': (walk) =>
    come(walk, (query) => {
      query.set('state[]', stateOf(walk))
      query.delete('state')
    }),
  'the hash of the state, as it is stored': async (walk) => {
    const row = await database
      .system('account_connections')
      .where({ id: walk.connectionId })
      .first()
    const stored = Buffer.from((row as { state_hash: Uint8Array }).state_hash)
    await come(walk, (query) => query.set('state', stored.toString('base64url')))
    await come(walk, (query) => query.set('state', stored.toString('hex')))
  },
  'the id of the connection for a state': (walk) =>
    come(walk, (query) => query.set('state', walk.connectionId)),
  'the way back of another network (mix-up)': (walk) =>
    come(walk, () => undefined, `${callback}/TWITTER`),
  'a state in a cookie and in a body only': async (walk) => {
    const state = stateOf(walk)
    const url = new URL(back(walk))
    url.searchParams.delete('state')
    await app.inject({ url: url.pathname + url.search, headers: { cookie: `state=${state}` } })
    await app.inject({ method: 'POST', url: url.pathname + url.search, payload: { state } })
  },
  'a state after ten minutes': async (walk) => {
    await expire(walk)
    await come(walk)
  },
  'a state that was used up by a refusal': async (walk) => {
    await site.browser(network.deny(walk.authorizationUrl))
    await come(walk)
  },
  'a code and an error at once': (walk) =>
    come(walk, (query) => query.set('error', 'server_error')),
  'no code': (walk) => come(walk, (query) => query.delete('code')),
  'an empty code': (walk) => come(walk, (query) => query.set('code', '')),
  'a made-up code': (walk) => come(walk, (query) => query.set('code', 'secret-code-made-up')),
  'the code of another walk of the same person': async (walk) => {
    const other = await site.begin({})
    await come(walk, (query) => query.set('code', codeOf(other)))
  },
  'the code of a stranger’s consent (injection)': async (walk) => {
    const other = await begunByStranger()
    await come(walk, (query) => query.set('code', codeOf(other, bob)))
  },
  'a code that was used': async (walk) => {
    const other = await begunByStranger()
    const code = codeOf(other, bob)
    await come(other, (query) => query.set('code', code))
    await database.system('social_accounts').delete()
    await come(walk, (query) => query.set('code', code))
  },
  'a token endpoint that sends elsewhere': async (walk) => {
    network.fault('token', { status: 302, json: { location: 'https://evil.example' } })
    await come(walk)
  },
  'a token endpoint without a token': async (walk) => {
    network.fault('token', { status: 200, json: { token_type: 'bearer' } })
    await come(walk)
  },
  'a token endpoint that answers a page': async (walk) => {
    network.fault('token', { status: 200, json: '<html>' })
    await come(walk)
  },
  'a token that is an object': async (walk) => {
    network.fault('token', { status: 200, json: { access_token: { $ne: null } } })
    await come(walk)
  },
  'a token of somebody else, made up': async (walk) => {
    network.fault('token', { status: 200, json: { access_token: 'secret-made-up', scope: 'read' } })
    await come(walk)
  },
  'accounts that are no list': async (walk) => {
    network.fault('accounts', { status: 200, json: { id: '100' } })
    await come(walk)
  },
  'an account without an id': async (walk) => {
    network.fault('accounts', { status: 200, json: [{ username: 'ada' }] })
    await come(walk)
  },
  'an account whose id is empty': async (walk) => {
    network.fault('accounts', { status: 200, json: [{ id: '', username: 'ada' }] })
    await come(walk)
  },
  'no account at all': (walk) => come(walk, () => undefined, undefined, []),
  'a brand that was deleted meanwhile': async () => {
    const { id } = await buildBrand(database, { organizationId: site.mine.organizationId })
    const walk = await begun(`/v1/brands/${id}/social-accounts`, site.mine)
    await database.system('brands').where({ id }).delete()
    await come(walk)
  },
  'several accounts, of which a stranger chooses': async (walk) => {
    await come(walk, () => undefined, undefined, [ada, bob])
    const answer = await site.choose(walk.connectionId, ['100'], site.other)
    if (answer.statusCode !== 404) throw new Error(answer.body)
  },
  'several accounts, and one is chosen that was not granted': async (walk) => {
    await come(walk, () => undefined, undefined, [ada, bob])
    await site.choose(walk.connectionId, ['999'])
  },
}

test('A5: whatever a browser or a network does to a walk, no account is connected by it', async (t) => {
  const names = Object.keys(evil)
  t.ok(names.length >= 20)
  let connected = 0
  for (const [name, meddle] of Object.entries(evil)) {
    const walk = await site.begin({ returnUrl })
    await meddle(walk)
    const rows = await database.system('social_accounts').select('id')
    connected += rows.length
    t.same(rows, [], name)
    t.not((await site.connection(walk.connectionId)).status, 'connected', name)
    await database.system('social_accounts').delete()
  }
  figure('A5', { negatives: names.length, connected })
})

test('A5: control: the same walk without any of it connects the account', async (t) => {
  await come(await site.begin({ returnUrl }))
  t.equal((await database.system('social_accounts').select('id')).length, 1)
  await database.system('social_accounts').delete()
})

test('A5: a browser that has no cookie, or is logged in as somebody else, ends the walk of who began it, and says nothing about it', async (t) => {
  const walk = await begunByStranger()
  const url = back(walk, bob)
  const { pathname, search } = new URL(url)
  const answer = await app.inject({ url: pathname + search, headers: site.mine.auth })
  t.equal(answer.statusCode, 200)
  t.notMatch(answer.body, site.other.user.email)
  t.equal(answer.headers['set-cookie'], undefined)
  t.same(await database.system('social_accounts').distinct('organization_id'), [
    { organization_id: site.other.organizationId },
  ])
  const seen = `/v1/connections/${walk.connectionId}`
  t.equal((await app.inject({ url: seen, headers: site.mine.auth })).statusCode, 404)
})

function begunByStranger(): Promise<Begun> {
  return begun(`/v1/brands/${theirs.id}/social-accounts`, site.other)
}

async function begun(url: string, by: typeof site.mine): Promise<Begun> {
  const payload = { platform: 'FAKE' }
  const answer = await app.inject({ method: 'POST', url, headers: by.auth, payload })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return answer.json<{ data: Begun }>().data
}

/** The person at the consent page agrees, and the browser comes back with an altered address. */
async function come(
  walk: Begun,
  alter: (query: URLSearchParams) => void = () => undefined,
  path?: string,
  accounts: readonly (typeof ada)[] = [ada],
): Promise<void> {
  const url = new URL(network.approve(walk.authorizationUrl, accounts), 'http://t21')
  alter(url.searchParams)
  const answer = await site.browser((path ?? url.pathname) + url.search)
  if (answer.statusCode >= 500) throw new Error(answer.body)
}

function back(walk: Begun, account = ada): string {
  return new URL(network.approve(walk.authorizationUrl, [account]), 'http://t21').href
}

function codeOf(walk: Begun, account = ada): string {
  return new URL(back(walk, account)).searchParams.get('code') ?? ''
}

function stateOf(walk: Begun): string {
  return new URL(walk.authorizationUrl).searchParams.get('state') ?? ''
}

async function expire({ connectionId: id }: Begun): Promise<void> {
  await database
    .system('account_connections')
    .where({ id })
    .update({ expires_at: new Date(0) })
}
