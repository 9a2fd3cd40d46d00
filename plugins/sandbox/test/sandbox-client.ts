import type { WallPost } from '@t21/plugin-kit/sandbox'
import type { ArmedFault, LoggedRequest } from '../src/index.ts'
import { startSandbox, type SandboxOptions } from '../src/index.ts'
import { exampleNetwork, type ExamplePost } from './example-network.ts'

/** The part of a test that is needed to clean up behind it. */
interface Test {
  teardown(end: () => Promise<void>): void
}

/** An answer that a test looks at. */
export interface Answer<Body> {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

/** A sandbox with the example network, ended with the test, and short words for what tests ask of it. */
export async function startExample(t: Test, options: Partial<SandboxOptions> = {}) {
  const sandbox = await startSandbox({ port: 0, emulators: [exampleNetwork], ...options })
  t.teardown(() => sandbox.close())
  const { url } = sandbox

  async function send<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    const answer = await fetch(`${url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: jsonHeaders }),
    })
    return {
      status: answer.status,
      headers: answer.headers,
      body: JSON.parse((await answer.text()) || 'null'),
    }
  }

  async function control<Data>(method: string, path: string, body?: unknown): Promise<Data> {
    const answer = await send<{ data: Data }>(method, `/_control/${path}`, body)
    if (answer.status > 299) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    return answer.body.data
  }

  return {
    sandbox,
    url,
    send,
    control,
    post: (post: ExamplePost) =>
      send<{ data: { id: string } }>('POST', '/api.example.com/posts', post),
    arm: (fault: object) => control<ArmedFault>('POST', 'faults', { network: 'example', ...fault }),
    published: () => control<WallPost[]>('GET', 'published?network=example'),
    requests: () => control<LoggedRequest[]>('GET', 'requests?network=example'),
    page: async (path: string) => await (await fetch(`${url}${path}`)).text(),
  }
}

const jsonHeaders = { 'content-type': 'application/json' }
