// A network that is never the bottleneck: one endpoint, `POST /2/tweets`, on a bare node:http server.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerParent } from '../support/child-process.ts'

/** What came in since the last `reset`. */
export interface Arrivals {
  /** When each post was there, in milliseconds of the clock, in order. */
  readonly times: readonly number[]
  /** How many different posts they were: fewer than arrivals means that something went out twice. */
  readonly distinct: number
}

let delay = 0
let number = 1_800_000_000_000_000_000n
let times: number[] = []
let bodies: string[] = []

const server = createServer((request, response) => {
  const arrived = performance.timeOrigin + performance.now()
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => {
    body += chunk
  })
  request.on('end', () => {
    if (request.method !== 'POST' || request.url !== '/2/tweets') {
      // What T21 reads besides, such as numbers of posts.
      response.writeHead(404).end()
      return
    }
    times.push(arrived)
    bodies.push(body)
    number += 1n
    const answer = `{"data":{"id":"${number}","text":"said"}}`
    const send = (): void => {
      response
        .writeHead(201, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(answer),
        })
        .end(answer)
    }
    if (delay === 0) send()
    else setTimeout(send, delay)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', 4_096)
await once(server, 'listening')

answerParent({
  url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  reset: (milliseconds: number) => {
    delay = milliseconds
    times = []
    bodies = []
  },
  count: () => times.length,
  arrivals: (): Arrivals => ({ times, distinct: new Set(bodies).size }),
})
