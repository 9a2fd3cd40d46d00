import type { ProviderHost } from '@t21/plugin-kit'

/** A request as the provider's client made it. */
export interface Sent {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly json: unknown
  readonly signal: AbortSignal
}

/** A host that answers what it is told, in order. */
export function scriptedHost(...answers: readonly (Response | Error)[]): {
  readonly host: ProviderHost
  readonly sent: readonly Sent[]
} {
  const sent: Sent[] = []
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

/** Server-sent events, one for each piece. */
export function events(...pieces: readonly unknown[]): Response {
  const lines = pieces.map((piece) =>
    typeof piece === 'string' ? piece : `data: ${JSON.stringify(piece)}`,
  )
  const headers = { 'content-type': 'text/event-stream' }
  return new Response(lines.map((line) => `${line}\n\n`).join(''), { headers })
}
