// The process that guesses: one login at a time from each of many addresses of loopback, each for another account.
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerParent } from '../support/child-process.ts'

/** Where to guess, and from how many addresses. */
export interface GuessOptions {
  readonly url: string
  readonly addresses: number
}

/** What became of the guesses: a hash was computed, the limit refused them, or too many waited for a hash. */
export interface Guesses {
  looked: number
  refused: number
  busy: number
}

/** Milliseconds between an answer and the next guess of the same address. */
const pauseMs = 100

let running: Promise<unknown> | undefined
let stopped = new AbortController()
let seen: Guesses = { looked: 0, refused: 0, busy: 0 }

answerParent({
  start({ url, addresses }: GuessOptions) {
    seen = { looked: 0, refused: 0, busy: 0 }
    stopped = new AbortController()
    running = Promise.all(Array.from({ length: addresses }, (_, number) => guessFrom(url, number)))
  },
  async stop() {
    stopped.abort()
    await running
    return seen
  },
})

async function guessFrom(url: string, number: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, localAddress: `127.0.1.${number + 1}` })
  for (let guess = 0; !stopped.signal.aborted; guess += 1) {
    const email = `somebody-${number}-${guess}-${Date.now()}@example.org`
    const status = await post(agent, `${url}/v1/auth/login`, { email, password: 'a wrong guess' })
    if (status === 401) seen.looked += 1
    else if (status === 429) seen.refused += 1
    else if (status === 503) seen.busy += 1
    else throw new Error(`A guess was answered with ${status}.`)
    await sleep(pauseMs)
  }
  agent.destroy()
}

function post(agent: Agent, url: string, body: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (answer) => {
        answer.resume()
        answer.once('end', () => resolve(answer.statusCode ?? 0))
      },
    )
    asked.once('error', reject)
    asked.end(JSON.stringify(body))
  })
}
