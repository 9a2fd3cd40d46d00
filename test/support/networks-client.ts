import { setTimeout as sleep } from 'node:timers/promises'
import type { ValidationIssue } from '@t21/plugin-kit'
import type { PostVerdict } from '../../core/src/features/posts/post-validation.schemas.ts'
import type { PostView } from '../../core/src/features/posts/posts.schemas.ts'
import type { presentDelivery } from '../../core/src/features/publishing/deliveries.presenter.ts'
import type {
  ConnectionView,
  SocialAccountView,
} from '../../core/src/features/social-accounts/social-accounts.schemas.ts'

/** A delivery as the API answers it. */
export type DeliveryView = ReturnType<typeof presentDelivery>

/** An answer of the API, whatever its status. */
export interface Answer<Data> {
  readonly status: number
  readonly data: Data
  readonly error?: {
    readonly code: string
    readonly message: string
    readonly details?: readonly (ValidationIssue & { readonly platform?: string })[]
  }
}

/** A notification, as far as the tests look at it. */
export interface Notice {
  readonly type: string
  readonly title: string
  readonly message: string
  readonly link: string | null
}

interface Membership {
  readonly url: string
  readonly auth: { readonly authorization: string }
  readonly organizationId: string
  readonly brandId: string
  readonly userId: string
}

/** A caller of the API: a person of one tenant, who knows HTTP and nothing else. */
export class NetworksClient {
  readonly organizationId: string
  readonly brandId: string
  readonly #url: string
  readonly #auth: { readonly authorization: string }

  constructor({ url, auth, organizationId, brandId }: Membership) {
    this.#url = url
    this.#auth = auth
    this.organizationId = organizationId
    this.brandId = brandId
  }

  async send<Data>(method: string, path: string, body?: unknown): Promise<Answer<Data>> {
    const form = body instanceof FormData
    const response = await fetch(`${this.#url}/v1${path}`, {
      method,
      headers: {
        ...this.#auth,
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const parsed = (text === '' ? {} : JSON.parse(text)) as Omit<Answer<Data>, 'status'>
    return { ...parsed, status: response.status }
  }

  /** @throws Error with the API's words for every answer but 2xx */
  async ok<Data>(method: string, path: string, body?: unknown): Promise<Data> {
    const answer = await this.send<Data>(method, path, body)
    if (answer.status < 300) return answer.data
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.error)}`)
  }

  /** Connects an account by the real walk through the consent page. @returns the account's id */
  async connect(platform: string, handle: string, consent: Consent = {}): Promise<string> {
    const path = `/brands/${this.brandId}/social-accounts`
    const connection = await this.walk(path, { platform }, handle, consent)
    const [id] = connection.socialAccountIds
    if (connection.status !== 'connected' || id === undefined) {
      throw new Error(`${platform} was not connected: ${JSON.stringify(connection)}`)
    }
    return id
  }

  /** Connects an account anew, as whoever `handle` is. */
  async reconnect(accountId: string, handle: string, consent: Consent = {}) {
    const path = `/brands/${this.brandId}/social-accounts/${accountId}/reconnect`
    return this.walk(path, {}, handle, consent)
  }

  async walk(
    path: string,
    body: object,
    handle: string,
    { target, ...query }: Consent,
  ): Promise<ConnectionView> {
    const started = await this.ok<{ connectionId: string; authorizationUrl: string }>(
      'POST',
      path,
      body,
    )
    const consent = new URL(started.authorizationUrl)
    consent.searchParams.set('sandbox_approve', handle)
    for (const [name, value] of Object.entries(query)) consent.searchParams.set(name, value)
    await followRedirects(consent)
    const id = started.connectionId
    const connection = await this.ok<ConnectionView>('GET', `/connections/${id}`)
    if (connection.status !== 'choose') return connection
    const chosen = connection.candidates.find(({ username, platformUserId }) =>
      target === undefined ? !platformUserId.includes('person') : username === target,
    )
    const targets = [chosen?.platformUserId ?? `none of them is ${target}`]
    return this.ok<ConnectionView>('POST', `/connections/${id}/accounts`, { targets })
  }

  async accounts(): Promise<SocialAccountView[]> {
    return this.ok('GET', `/brands/${this.brandId}/social-accounts`)
  }

  async account(id: string): Promise<SocialAccountView> {
    const found = (await this.accounts()).find((account) => account.id === id)
    if (found === undefined) throw new Error('There is no such account.')
    return found
  }

  async upload(name: string, type: string, bytes: Uint8Array, alt = ''): Promise<string> {
    const form = new FormData()
    if (alt !== '') form.set('alt', alt)
    form.set('file', new Blob([Buffer.from(bytes)], { type }), name)
    return (await this.ok<{ id: string }>('POST', '/media/upload', form)).id
  }

  async createPost(body: object): Promise<Answer<PostView>> {
    return this.send('POST', '/posts', { brandId: this.brandId, ...body })
  }

  async validatePost(body: object): Promise<Answer<PostVerdict>> {
    return this.send('POST', '/posts/validate', { brandId: this.brandId, ...body })
  }

  /** Publishes at once. @returns the post's id */
  async publish(body: object): Promise<string> {
    const post = { brandId: this.brandId, publishNow: true, ...body }
    return (await this.ok<PostView>('POST', '/posts', post)).id
  }

  async deliveries(postId: string): Promise<DeliveryView[]> {
    return this.ok('GET', `/posts/${postId}/deliveries`)
  }

  /** Waits until every delivery of a post is in one of these states, and the first one is as wanted. */
  async until(
    postId: string,
    states: readonly string[],
    wanted: (delivery: DeliveryView) => boolean = () => true,
  ): Promise<[DeliveryView, ...DeliveryView[]]> {
    const end = performance.now() + 15_000
    for (;;) {
      const deliveries = await this.deliveries(postId)
      const [first, ...others] = deliveries
      if (first !== undefined && deliveries.every(({ state }) => states.includes(state))) {
        if (wanted(first)) return [first, ...others]
      }
      if (performance.now() > end) {
        const seen = deliveries.map(({ platform, state, parts, error }) => ({
          platform,
          state,
          parts,
          error,
        }))
        throw new Error(`Not ${states.join(', ')}: ${JSON.stringify(seen, null, 1)}`)
      }
      await sleep(50)
    }
  }

  async notices(type?: string): Promise<Notice[]> {
    const notices = await this.ok<Notice[]>('GET', '/users/me/notifications?limit=100')
    return type === undefined ? notices : notices.filter((notice) => notice.type === type)
  }
}

/** What a person does at the consent page: parameters of its address, and the account that is chosen afterwards. */
export interface Consent {
  readonly target?: string
  readonly sandbox_scopes?: string
  readonly sandbox_pages?: string
  /** What is asked for in place of what T21 asks for, where a consent cannot be given in part. */
  readonly scope?: string
}

/** As a browser does, from the consent page to the callback's last answer. */
async function followRedirects(start: URL): Promise<void> {
  let address = start
  for (let hops = 0; hops < 10; hops += 1) {
    const response = await fetch(address, { redirect: 'manual' })
    const location = response.headers.get('location')
    if (location === null) return
    address = new URL(location, address)
  }
  throw new Error('The consent page redirects without end.')
}
