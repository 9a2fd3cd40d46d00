import {
  defineConnector,
  failures,
  type Connector,
  type ConnectorFailure,
  type ConnectorResponse,
  type Grant,
  type OAuthCall,
} from '@t21/plugin-kit'
import { Type } from 'typebox'
import { openConnectorHttp, type ConnectorHttpHost } from '../../core/src/plugins/connector-http.ts'
import { sandboxOverrides } from '../../core/src/plugins/host-overrides.ts'
import { readyConnector, type PluginRegistry } from '../../core/src/plugins/registry.ts'
import {
  startFakeOAuthNetwork,
  type FakeAccount,
  type FakeOAuthNetwork,
} from './fake-oauth-network.ts'

const api = 'https://api.fake.example'
const settings = Type.Object({ clientId: Type.String() })
type Call = OAuthCall<{ clientId: string }>

/** A connector whose accounts can be connected and kept; it publishes nothing. */
export function fakeOAuthConnector(overrides: Partial<Connector<typeof settings>> = {}): Connector {
  return defineConnector<typeof settings>({
    id: 'fake',
    platform: 'FAKE',
    displayName: 'Fake',
    hosts: [api, 'https://fake.example'],
    settings,
    capabilities: {
      formats: ['text'],
      text: { maxLength: 280, unit: 'characters' },
      media: { mixed: false, required: false },
      firstComment: false,
      options: Type.Object({}, { additionalProperties: false }),
      remove: false,
      metrics: false,
      readBack: { by: 'none', quietSeconds: 0, visibilityLagSeconds: 0, retryWhenAbsent: false },
    },
    oauth: {
      scopes: [
        { name: 'read', required: true, without: 'The account cannot be read.' },
        { name: 'write', required: true, without: 'Nothing can be published.' },
        { name: 'extra', required: false, without: 'Pictures have no alternative texts.' },
      ],
      authorizeUrl: ({ redirectUri, state, codeChallenge, settings: { clientId } }) =>
        `https://fake.example/authorize?${new URLSearchParams({
          client_id: clientId,
          redirect_uri: redirectUri,
          state,
          code_challenge: codeChallenge,
          code_challenge_method: 'S256',
        }).toString()}`,
      exchange: (call, { code, redirectUri, codeVerifier }) =>
        askForTokens(call, { code, redirect_uri: redirectUri, code_verifier: codeVerifier }),
      refresh: (call, { refreshToken }) => askForTokens(call, { refresh_token: refreshToken }),
      async revoke(call, { accessToken, refreshToken = '' }) {
        const form = { token: accessToken, refresh_token: refreshToken }
        const response = await call.http.request({ method: 'POST', url: `${api}/revoke`, form })
        if (response.status !== 200) throw refused(response)
      },
    },
    async accounts(call, grant) {
      const response = await call.http.request({
        method: 'GET',
        url: `${api}/accounts`,
        auth: { bearer: grant.accessToken },
      })
      if (response.status !== 200) throw refused(response)
      return (response.json as FakeAccount[]).map(({ id, username, accessToken }) => ({
        platformUserId: id,
        username,
        displayName: `The ${username}`,
        facts: { maxLength: 280 },
        ...(accessToken === undefined ? {} : { accessToken }),
      }))
    },
    validate: () => ({ issues: [], counted: [] }),
    prepare: async () => ({ state: 'ready', checkpoint: {} }),
    commit: () => Promise.reject(failures.contentRejected({ message: 'It publishes nothing.' })),
    find: async () => ({ state: 'cannot_tell', reason: 'It publishes nothing.' }),
    ...overrides,
  })
}

/** A fake network, a connector that is ready, and the way there: spread it into `testApp`. */
export async function fakeOAuthPlatform(
  t: { teardown(work: () => unknown): unknown },
  connector: Connector = fakeOAuthConnector(),
): Promise<{
  readonly network: FakeOAuthNetwork
  readonly plugins: PluginRegistry
  readonly connectorHttp: ConnectorHttpHost
}> {
  const network = await startFakeOAuthNetwork(t)
  const connectorHttp = openConnectorHttp({
    overrides: sandboxOverrides(network.url, [api]),
    callTimeoutMs: 5_000,
  })
  t.teardown(() => connectorHttp.close())
  return { network, plugins: registryOf(connector), connectorHttp }
}

/** A registry in which this connector is ready, without a loader. */
function registryOf(connector: Connector): PluginRegistry {
  const ready = readyConnector(connector, { clientId: 'fake-client' })
  return {
    records: [],
    connectors: new Map([[connector.platform, connector]]),
    ready: (platform) => (platform === connector.platform ? ready : undefined),
  }
}

async function askForTokens(call: Call, form: Record<string, string>): Promise<Grant> {
  const response = await call.http.request({ method: 'POST', url: `${api}/token`, form })
  if (response.status !== 200) throw refused(response)
  const body = response.json as Record<string, string> & { expires_in?: number }
  return {
    accessToken: body['access_token'] ?? '',
    refreshToken: body['refresh_token'] ?? '',
    ...(body.expires_in === undefined ? {} : { expiresInSeconds: body.expires_in }),
    scopes: (body['scope'] ?? '').split(' ').filter((scope) => scope !== ''),
  }
}

function refused(response: ConnectorResponse): ConnectorFailure {
  const { error } = (response.json ?? {}) as { error?: string }
  const details = { message: `The network answered ${response.status}.` }
  if (error === 'invalid_grant') return failures.reauth(details)
  return response.status === 401 ? failures.appConfig(details) : failures.transient(details)
}
