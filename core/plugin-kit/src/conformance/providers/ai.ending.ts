import { setTimeout as wait } from 'node:timers/promises'
import type { Ai } from '../../ai.ts'
import type { ProviderHost } from '../../provider.ts'
import type { AiBench, AiCheck } from './ai.check.ts'

/** A call that is ended is over at once; one that is not would keep the suite waiting for ever. */
const patience = 2_000

/** How calls end that somebody ends: with the reason for it, and at the provider too. */
export const endingChecks: readonly AiCheck[] = [
  {
    name: 'ended before',
    async run({ options, ask, expect }) {
      const reason = new Error('The client went.')
      const over = { signal: AbortSignal.abort(reason) }
      const { ai, calls } = watched(options)
      for (const [name, call] of [
        ['generate', () => ai.generate(ask('tea'), over)],
        ['stream', () => drained(ai, ask('tea'), over)],
        ['models', () => ai.models(over)],
      ] as const) {
        expect.ok(
          (await errorOf(call())) === reason,
          `"${name}" fails with something else than the reason.`,
        )
      }
      expect.ok(
        calls.every(({ aborted }) => aborted),
        'A call that was over was made nevertheless.',
      )
    },
  },
  {
    name: 'ended while waiting',
    async run({ options, ask, expect }) {
      // A server that takes the call and says nothing.
      const { ai, calls } = watched({ ...options, host: { ...options.host, fetch: silence } })
      for (const name of ['generate', 'stream'] as const) {
        const ending = new AbortController()
        const reason = new Error('Time is up.')
        const failed = errorOf(
          name === 'generate' ? ai.generate(ask('tea'), ending) : drained(ai, ask('tea'), ending),
        )
        await wait(20)
        ending.abort(reason)
        expect.ok((await failed) === reason, `"${name}" fails with something else than the reason.`)
      }
      expect.equal(
        calls.map(({ aborted }) => aborted),
        [true, true],
        'Calls that ended at the provider',
      )
    },
  },
  {
    name: 'ended in a stream',
    async run({ options, ask, expect }) {
      const { ai, calls } = watched(options)
      const ending = new AbortController()
      const reason = new Error('The client went.')
      const failed = await errorOf(
        drained(ai, ask('the winter card'), ending, () => ending.abort(reason)),
      )
      expect.ok(
        failed === reason,
        'A stream that was ended fails with something else than the reason.',
      )
      for await (const step of ai.stream(ask('a lighthouse'), new AbortController())) {
        if (step.kind === 'text') break
      }
      expect.equal(
        calls.map(({ aborted }) => aborted),
        [true, true],
        'Streams that ended at the provider',
      )
    },
  },
]

/** The provider, and the signals of the calls that it makes. */
function watched({ host, open }: AiBench['options']): { ai: Ai; calls: AbortSignal[] } {
  const calls: AbortSignal[] = []
  const watching: ProviderHost = {
    ...host,
    fetch(input, init) {
      const { signal } =
        input instanceof Request && !init?.signal ? input : { signal: init?.signal }
      if (signal) calls.push(signal)
      return host.fetch(input, init)
    },
  }
  return { ai: open(watching), calls }
}

const silence: typeof fetch = (input, init) =>
  new Promise((_resolve, reject) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined)
    const leave = () => reject(new DOMException('Aborted', 'AbortError'))
    if (signal?.aborted === true) leave()
    signal?.addEventListener('abort', leave, { once: true })
  })

async function drained(
  ai: Ai,
  request: Parameters<Ai['stream']>[0],
  call: Parameters<Ai['stream']>[1],
  onText: () => void = () => undefined,
): Promise<void> {
  for await (const step of ai.stream(request, call)) {
    if (step.kind === 'text') onText()
  }
}

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  const ended = promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  const over = new AbortController()
  try {
    return await Promise.race([ended, wait(patience, 'It goes on.', over)])
  } finally {
    over.abort()
  }
}
