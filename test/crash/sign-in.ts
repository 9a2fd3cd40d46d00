/** A grant as the sandbox's X gives it. */
export interface SandboxGrant {
  readonly accessToken: string
  readonly refreshToken: string
  readonly userId: string
  readonly scopes: readonly string[]
}

const scopes = ['tweet.read', 'tweet.write', 'users.read', 'media.write', 'offline.access']
const verifier = 'a'.repeat(43)
const redirectUri = 'http://127.0.0.1/callback'

/** Walks X's real OAuth 2 flow with PKCE for an account of the sandbox. */
export async function signIn(sandboxUrl: string, handle: string): Promise<SandboxGrant> {
  const authorize = new URL(`${sandboxUrl}/x.com/i/oauth2/authorize`)
  authorize.search = new URLSearchParams({
    response_type: 'code',
    client_id: 'sandbox-client',
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state: 'state',
    code_challenge: verifier,
    code_challenge_method: 'plain',
    sandbox_approve: handle,
  }).toString()
  const consent = await fetch(authorize, { redirect: 'manual' })
  const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const answer = await fetch(`${sandboxUrl}/api.x.com/2/oauth2/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from('sandbox-client:sandbox-secret').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  })
  const token = (await answer.json()) as { access_token: string; refresh_token: string }
  const me = await fetch(`${sandboxUrl}/api.x.com/2/users/me`, {
    headers: { authorization: `Bearer ${token.access_token}` },
  })
  const { data } = (await me.json()) as { data: { id: string } }
  return {
    accessToken: token.access_token,
    refreshToken: token.refresh_token,
    userId: data.id,
    scopes,
  }
}
