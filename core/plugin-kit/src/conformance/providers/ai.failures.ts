import { inspect } from 'node:util'
import type { Ai, AiRequest } from '../../ai.ts'
import { isProviderFailure } from '../../provider-failure.ts'
import type { ProviderHost } from '../../provider.ts'
import type { AiBench, AiCheck, AiRefusal } from './ai.check.ts'

const never = { signal: new AbortController().signal }

/** Every way of failing is a failure of the right kind, in a sentence, and without secrets. */
export const failureChecks: readonly AiCheck[] = [
  {
    name: 'refusals',
    async run(bench) {
      const { options, ask } = bench
      for (const refusal of options.failures) {
        const open = refusal.open ?? ((host: ProviderHost) => options.open(host))
        await fails(bench, open(options.host), ask('the winter card', refusal.request), refusal)
      }
    },
  },
  {
    name: 'nobody answers',
    async run(bench) {
      const { options, ask } = bench
      const answers: Readonly<Record<string, () => Promise<Response>>> = {
        'a connection that fails': () => Promise.reject(new TypeError('fetch failed')),
        'a page of a proxy': () => Promise.resolve(new Response('<html>', { status: 502 })),
        'a page of an airport': () => Promise.resolve(new Response('<html>Welcome')),
        'a redirect': () => Promise.resolve(new Response(null, { status: 302 })),
        'an empty answer': () => Promise.resolve(new Response('')),
        'half an answer': () =>
          Promise.resolve(
            new Response('{"id":', { headers: { 'content-type': 'application/json' } }),
          ),
      }
      for (const [name, fetch] of Object.entries(answers)) {
        const ai = options.open({ ...options.host, fetch })
        await fails(bench, ai, ask('tea'), { name, kind: 'transient' })
      }
    },
  },
  {
    name: 'tries once',
    async run({ options, ask, expect }) {
      let calls = 0
      const ai = options.open({
        ...options.host,
        fetch() {
          calls += 1
          return Promise.resolve(Response.json({}, { status: 503 }))
        },
      })
      await errorOf(ai.generate(ask('tea'), never))
      expect.equal(calls, 1, 'Calls of one that failed')
    },
  },
]

async function fails(bench: AiBench, ai: Ai, request: AiRequest, wanted: AiRefusal): Promise<void> {
  const { options, expect } = bench
  for (const [how, call] of [
    ['whole', () => ai.generate(request, never)],
    ['streamed', () => drained(ai, request)],
  ] as const) {
    const error = await errorOf(call())
    const where = `"${wanted.name}", ${how}`
    if (!isProviderFailure(error)) {
      expect.ok(false, `${where} is no ProviderFailure: ${inspect(error)}`)
      continue
    }
    expect.equal(error.kind, wanted.kind, where)
    expect.ok(
      /^\S.*[.!?)]$|^\S+: \S/s.test(error.message),
      `${where} says no sentence: ${error.message}`,
    )
    const said = inspect(error, { depth: 8, maxStringLength: null })
    expect.ok(!options.secrets.some((secret) => said.includes(secret)), `${where} says a secret.`)
    if (wanted.until === true) {
      expect.ok(error.until !== undefined && error.until > new Date(0), `${where} says no time.`)
    }
  }
}

async function drained(ai: Ai, request: AiRequest): Promise<void> {
  for await (const _step of ai.stream(request, never)) continue
}

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}
