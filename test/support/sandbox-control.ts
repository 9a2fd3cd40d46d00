import { setTimeout as sleep } from 'node:timers/promises'
import type { EmulatorWebhook, FaultName, WallPost } from '@t21/plugin-kit/sandbox'
import { controlOf } from '@t21/plugin-kit/sandbox/testing'

/** A request that the sandbox answered; `status` is `null` where it gave no reply. */
export interface AnsweredRequest {
  readonly network: string
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly status: number | null
  readonly fault: string | null
}

/** The sandbox's control API. */
export class SandboxControl {
  readonly url: string

  constructor(url: string) {
    this.url = url
  }

  /** What stands on the networks, oldest first. */
  async published(network?: string, account?: string): Promise<WallPost[]> {
    const query = new URLSearchParams({
      ...(network === undefined ? {} : { network }),
      ...(account === undefined ? {} : { account }),
    })
    const posts = await this.#send<WallPost[]>('GET', `published?${query.toString()}`)
    return posts.toReversed()
  }

  /** The bytes of a picture, video or document as the network got them. */
  async media(network: string, id: string): Promise<Uint8Array> {
    const response = await fetch(`${this.url}/_media/${network}/${encodeURIComponent(id)}`)
    if (!response.ok) throw new Error(`The medium ${id} is not there: ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  }

  /** The requests to a network, oldest first. */
  async requests(network: string, operation?: string): Promise<AnsweredRequest[]> {
    const query = new URLSearchParams({
      network,
      ...(operation === undefined ? {} : { operation }),
    })
    return this.#send('GET', `requests?${query.toString()}`)
  }

  /** Opens a page that stands for what a person does at a network. */
  async visit(path: string): Promise<void> {
    const response = await fetch(`${this.url}${path}`)
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
  }

  /** Waits until a network has answered so many requests for an operation. */
  async seen(network: string, operation: string, times = 1): Promise<void> {
    const end = performance.now() + 15_000
    while ((await this.requests(network, operation)).length < times) {
      if (performance.now() > end) throw new Error(`${network} was not asked for ${operation}.`)
      await sleep(20)
    }
  }

  /** Gives a network the address for its webhooks. @throws Error where its handshake was not answered as it must be */
  async registerCallback(network: string, url: string): Promise<void> {
    await this.#send('PUT', `webhooks/${network}`, { url })
  }

  /** The webhooks that were sent, newest first. */
  async sentWebhooks(): Promise<readonly EmulatorWebhook[]> {
    return (await this.#send<{ sent: readonly EmulatorWebhook[] }>('GET', 'webhooks')).sent
  }

  async arm(fault: {
    readonly network: string
    readonly operation: string
    readonly fault: FaultName
    readonly times?: number
    readonly account?: string
    readonly milliseconds?: number
  }): Promise<void> {
    await this.#send('POST', 'faults', fault)
  }

  /** The faults that still wait for a request. */
  async armed(): Promise<readonly unknown[]> {
    return this.#send('GET', 'faults')
  }

  async disarm(): Promise<void> {
    await this.#send('DELETE', 'faults')
  }

  async advance(seconds: number): Promise<void> {
    await this.#send('POST', 'time', { advanceSeconds: seconds })
  }

  async #send<Data>(method: string, path: string, body?: object): Promise<Data> {
    return (await controlOf(this.url)(method, path, body)) as Data
  }
}
