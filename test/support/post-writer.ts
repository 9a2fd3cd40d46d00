import { randomUUID } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import type { App } from '../../core/src/http/app-instance.ts'
import { registerUser, testApp, type TestApp, type TestAppOptions, type TestUser } from './app.ts'
import { buildBrand, buildSocialAccount } from './factories.ts'
import { postPlugins } from './post-plugins.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** An answer, with its body as it was sent and as JSON. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of any shape
  readonly body: any
}

/** Somebody with a brand and one X account, and the requests that they make. */
export interface PostWriter extends TestUser {
  readonly brandId: string
  readonly accountId: string
  get(path: string): Promise<Answer>
  send(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    payload?: object,
    headers?: Record<string, string>,
  ): Promise<Answer>
  /** `POST /v1/posts` for the brand, with a text of its own unless one is given. */
  create(fields?: object): Promise<Answer>
  /** The same, and its `data`; throws where it was refused. */
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  created(fields?: object): Promise<any>
}

/** A server whose editor has the platforms of `postPlugins`: one for a file. */
export function postServer(t: Teardown, options: TestAppOptions = {}): Promise<TestApp> {
  return testApp(t, { plugins: postPlugins(), ...options })
}

/** Two new tenants. */
export async function postWriters(app: App): Promise<{ mine: PostWriter; other: PostWriter }> {
  return { mine: await postWriter(app), other: await postWriter(app) }
}

/** A new tenant who writes posts. */
export async function postWriter(app: App): Promise<PostWriter> {
  const { database } = app.context
  const user = await registerUser(app)
  const { organizationId } = user
  const brand = await buildBrand(database, { organizationId })
  const account = await buildSocialAccount(database, { organizationId, brandId: brand.id })

  async function request(options: InjectOptions): Promise<Answer> {
    const response = await app.inject({
      ...options,
      headers: { ...user.auth, ...options.headers },
    })
    const { statusCode: status, headers, payload: text } = response
    return { status, headers, text, body: text === '' ? undefined : response.json() }
  }

  const writer: PostWriter = {
    ...user,
    brandId: brand.id,
    accountId: account.id,
    get: (path) => request({ method: 'GET', url: `/v1${path}` }),
    send: (method, path, payload, headers) =>
      request({
        method,
        url: `/v1${path}`,
        ...(payload && { payload }),
        ...(headers && { headers }),
      }),
    create: (fields) =>
      writer.send('POST', '/posts', {
        brandId: brand.id,
        content: `A text, ${randomUUID()}`,
        ...fields,
      }),
    async created(fields) {
      const { status, body, text } = await writer.create(fields)
      if (status !== 201) throw new Error(`The post was refused: ${text}`)
      return body.data
    },
  }
  return writer
}

/** A moment so many hours from now, ISO 8601. */
export function inHours(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString()
}
