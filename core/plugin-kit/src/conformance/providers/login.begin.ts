import { createHash } from 'node:crypto'
import type { LoginCheck } from './login.check.ts'

/** What stands in the address to which a browser is sent. */
export const beginChecks: readonly LoginCheck[] = [
  {
    name: 'sent away',
    async run({ login, attempt, page }, expect) {
      const one = attempt()
      const url = new URL((await login.begin(one)).url)
      const asked = url.searchParams
      expect.equal(url.origin, page, 'the page')
      expect.equal(asked.get('response_type'), 'code', 'only a code comes back through the browser')
      expect.equal(asked.get('redirect_uri'), one.redirectUri, 'where the browser comes back to')
      expect.equal(asked.get('state'), one.state, 'the state')
    },
  },
  {
    name: 'bound to whoever begins',
    async run({ login, attempt, secrets }, expect) {
      const [one, other] = [attempt(), attempt()]
      const [first, second] = [(await login.begin(one)).url, (await login.begin(other)).url]
      const asked = new URL(first).searchParams
      const challenge = createHash('sha256').update(one.codeVerifier).digest('base64url')
      expect.equal(asked.get('code_challenge_method'), 'S256', 'the challenge is a hash')
      expect.equal(asked.get('code_challenge'), challenge, 'the challenge')
      expect.ok(!first.includes(one.codeVerifier), 'the verifier stays with T21')
      expect.ok(first !== second, 'two attempts have two addresses')
      for (const secret of secrets) {
        expect.ok(!decodeURIComponent(first).includes(secret), 'no secret is in the address')
      }
    },
  },
]
