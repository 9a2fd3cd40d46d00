import type { ProviderHost } from '../provider.ts'

/** A request as the provider's client made it. */
export interface SentRequest {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly json: unknown
  readonly signal: AbortSignal
}

/** A host for a provider that gives these answers, in order, and remembers what it was asked; then nothing answers any more. */
export function scriptedHost(...answers: readonly (Response | Error)[]): {
  readonly host: ProviderHost
  readonly sent: readonly SentRequest[]
} {
  const sent: SentRequest[] = []
  const left = [...answers]
  return {
    sent,
    host: {
      browserUrl: (url) => url,
      async fetch(input, init) {
        const request = new Request(input, init)
        const { url, method, headers, signal } = request
        const body = await request.text()
        sent.push({
          url,
          method,
          headers,
          signal,
          json: body === '' ? undefined : JSON.parse(body),
        })
        const answer = left.shift() ?? new Error('Nothing more was expected.')
        if (answer instanceof Error) throw answer
        return answer
      },
    },
  }
}
