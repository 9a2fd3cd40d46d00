import { setTimeout as sleep } from 'node:timers/promises'

/** Somebody who logs in. */
export interface Person {
  readonly email: string
  readonly password: string
  readonly name: string
}

interface ErrorBody {
  readonly error?: { readonly code: string; readonly message: string; readonly details?: unknown }
}

/** A client as a customer would write it: the API over HTTP, and nothing else. */
export class DemoClient {
  readonly #url: string
  #token = ''

  constructor(url: string) {
    this.#url = url
  }

  /** Registers the person, or logs in where they are registered already. */
  async signIn(person: Person): Promise<void> {
    const { email, password } = person
    let answer = await this.#send('POST', '/auth/login', { email, password })
    if (answer.status === 401) answer = await this.#send('POST', '/auth/register', person)
    const { tokens } = await this.#read<{ tokens: { accessToken: string } }>(answer)
    this.#token = tokens.accessToken
  }

  /** The demo's brand; made at the first start. */
  async ensureBrand(): Promise<{ id: string }> {
    const { data } = await this.get<{ data: { id: string }[] }>('/brands')
    const [brand] = data
    if (brand !== undefined) return brand
    const made = await this.post<{ data: { id: string } }>('/brands', {
      name: 'Lighthouse Coffee',
      description: 'A small roastery by the sea.',
      industry: 'Coffee roasting',
      targetAudience: 'Early risers of a harbour town, and whoever orders beans from elsewhere.',
      toneOfVoice: 'Dry, warm, in short sentences. Never an exclamation mark.',
      voiceExamples: [
        'We roast on Thursdays. If you can smell it from the harbour, the door is open.',
        'Ten to six, before the first cup. Worth getting up for.',
      ],
      bannedWords: ['unleash', 'game-changer'],
      timezone: 'Europe/London',
    })
    return made.data
  }

  async get<Answer>(path: string): Promise<Answer> {
    return this.#read(await this.#send('GET', path))
  }

  async post<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.#read(await this.#send('POST', path, body))
  }

  /** Uploads a file. @returns its id */
  async upload(name: string, type: string, bytes: Uint8Array, alt: string): Promise<string> {
    const form = new FormData()
    form.set('alt', alt)
    form.set('file', new Blob([bytes], { type }), name)
    const response = await fetch(`${this.#url}/v1/media/upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}` },
      body: form,
    })
    return (await this.#read<{ data: { id: string } }>(response)).data.id
  }

  /** Asks until the answer is as wanted. @throws Error after so many seconds */
  async until<Answer>(
    path: string,
    done: (answer: Answer) => boolean,
    seconds: number,
  ): Promise<Answer> {
    for (let waited = 0; ; waited += 1) {
      const answer = await this.get<Answer>(path)
      if (done(answer)) return answer
      if (waited >= seconds) throw new Error(`${path} was not done after ${seconds} s.`)
      await sleep(1_000)
    }
  }

  #send(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.#url}/v1${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  async #read<Answer>(response: Response): Promise<Answer> {
    const body = (await response.json()) as Answer & ErrorBody
    if (response.ok) return body
    const { code, message, details } = body.error ?? { code: response.status, message: '' }
    throw new Error(`${response.url}: ${code} ${message} ${JSON.stringify(details ?? '')}`)
  }
}
