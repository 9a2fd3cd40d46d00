import { ProviderFailure, type LoginIdentity } from '@t21/plugin-kit'
import { fetchProtectedResource, type Configuration } from 'openid-client'
import { Value } from 'typebox/value'
import { Type, type Static, type TSchema } from 'typebox'

const headers = new Headers({
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
  // Requests without one are refused.
  'user-agent': 'T21',
})

const User = Type.Object({
  id: Type.Integer({ minimum: 1 }),
  login: Type.String(),
  name: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  avatar_url: Type.Optional(Type.Union([Type.String(), Type.Null()])),
})

const Emails = Type.Array(
  Type.Object({ email: Type.String(), primary: Type.Boolean(), verified: Type.Boolean() }),
)

/**
 * Who a token belongs to: the number that GitHub gives nobody else, and the primary address. The address of the public
 * profile is not looked at: nobody needs to have verified it.
 *
 * @throws ProviderFailure
 */
export async function identityOf(
  configuration: Configuration,
  accessToken: string,
): Promise<LoginIdentity> {
  const user = await read(configuration, accessToken, '/user', User)
  const emails = await read(configuration, accessToken, '/user/emails', Emails)
  const primary = emails.find((one) => one.primary)
  return {
    subject: String(user.id),
    email: primary?.email ?? null,
    emailVerified: primary?.verified === true,
    name: user.name ?? user.login,
    avatarUrl: user.avatar_url ?? null,
  }
}

async function read<Schema extends TSchema>(
  configuration: Configuration,
  accessToken: string,
  path: string,
  schema: Schema,
): Promise<Static<Schema>> {
  const url = new URL(`https://api.github.com${path}`)
  const response = await fetchProtectedResource(
    configuration,
    accessToken,
    url,
    'GET',
    undefined,
    headers,
  )
  if (!response.ok) throw failureOfStatus(response)
  const body: unknown = await response.json().catch(() => undefined)
  if (Value.Check(schema, body)) return body
  throw new ProviderFailure('transient', { message: `GitHub’s ${path} has another form.` })
}

function failureOfStatus({ status, headers: given }: Response): ProviderFailure {
  const details = { message: `GitHub answered ${status}.`, code: String(status) }
  if (status === 429 || given.get('x-ratelimit-remaining') === '0') {
    return new ProviderFailure('rate_limited', details)
  }
  return new ProviderFailure(status >= 500 ? 'transient' : 'refused', details)
}
