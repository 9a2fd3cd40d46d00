import t from 'tap'
import { openToken } from '../../core/src/features/social-accounts/account-secrets.ts'
import { SocialAccount } from '../../core/src/features/social-accounts/social-account.model.ts'
import { startNetworks } from '../support/networks.ts'

const networks = await startNetworks(t, { variables: { INSTAGRAM_LOGIN: 'facebook' } })
const { context, sandbox } = networks
const person = await networks.tenant()

const targets = {
  FACEBOOK: ['business.two-page', 'business.two-owned', 'bystander-page'],
  INSTAGRAM: ['business.two', 'business.two.owned', 'bystander'],
} as const

for (const [platform, [one, another, other]] of Object.entries(targets)) {
  await t.test(`${platform}: the last account of a grant gives it back`, async (t) => {
    const first = await connected(platform, 'business.two', one)
    const second = await connected(platform, 'business.two', another)
    const bystander = await connected(platform, 'bystander', other)
    const tokens = [first, second, bystander].map(({ token }) => token)
    t.equal(new Set(tokens).size, 3, 'each has the token of its own Page')
    t.same(await livingOf(platform, tokens), [true, true, true])

    await person.ok('DELETE', `/brands/${person.brandId}/social-accounts/${first.id}`)
    t.same(await livingOf(platform, tokens), [true, true, true], 'another account lives on it')
    await person.ok('DELETE', `/brands/${person.brandId}/social-accounts/${second.id}`)
    t.same(await livingOf(platform, tokens), [false, false, true], 'another’s grant stays')
  })
}

async function connected(platform: string, handle: string, target: string) {
  const id = await person.connect(platform, handle, { target })
  const account = await SocialAccount.query(context.database.system).findById(id).throwIfNotFound()
  const token = openToken(context.config, account, 'access_token', account.accessToken ?? '')
  return { id, token }
}

/** What the network says about tokens. */
async function livingOf(platform: string, tokens: readonly string[]): Promise<boolean[]> {
  const { settings } = context.plugins.ready(platform) ?? {}
  const { clientId, clientSecret, facebookClientId, facebookClientSecret } = settings as Record<
    string,
    string
  >
  const app = `${facebookClientId ?? clientId}|${facebookClientSecret ?? clientSecret}`
  const answers = tokens.map(async (token) => {
    const query = new URLSearchParams({ input_token: token, access_token: app })
    const response = await fetch(
      `${sandbox.url}/graph.facebook.com/v25.0/debug_token?${query.toString()}`,
    )
    return ((await response.json()) as { data: { is_valid: boolean } }).data.is_valid
  })
  return Promise.all(answers)
}
