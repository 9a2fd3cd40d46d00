import type { EmulatorContext, EmulatorRequest, EmulatorResponse } from '@t21/plugin-kit/sandbox'
import type { Act } from './act.ts'
import { envelope, invalid, Refusal } from './errors.ts'

/** The first result of a request with a key. */
interface Saved {
  readonly at: number
  readonly request: string
  readonly requestId: string | null
  readonly status: number
  readonly json: unknown
}

/** How long a result is kept, in seconds: Stripe says at least 24 hours. */
const keptFor = 24 * 60 * 60

/** How long an operation takes under the fault `processing_slow`, in milliseconds. */
const slowness = 1_000

/** The requests that are being handled. They end with the process, and are not kept. */
const underWay = new WeakMap<EmulatorContext['store'], Set<string>>()

/**
 * Handles a request once for each key (docs.stripe.com/api/idempotent_requests). `check` reads the parameters: where it throws,
 * nothing is saved. What it gives back is what is done; its result is saved, an error too.
 */
export async function once(
  act: Act,
  request: EmulatorRequest,
  key: string | undefined,
  check: () => () => EmulatorResponse,
): Promise<EmulatorResponse> {
  const { context } = act
  if (key === undefined) {
    const perform = check()
    await slow(context)
    return perform()
  }
  if (key.length > 255) throw invalid('Idempotency keys can have up to 255 characters.')
  const saved = savedResult(act, key)
  if (saved !== undefined) return replayed(saved, fingerprint(request), key)
  const busy = underWay.get(context.store) ?? new Set()
  underWay.set(context.store, busy)
  if (busy.has(key)) throw inUse(key)

  const perform = check()
  busy.add(key)
  try {
    await slow(context)
    const reply = settled(perform)
    save(act, request, key, reply)
    return reply
  } finally {
    busy.delete(key)
  }
}

/** Saves the server error that the client is about to see: the key gives it again from now on. */
export function saveServerError(
  context: EmulatorContext,
  request: EmulatorRequest,
  reply: EmulatorResponse,
): void {
  const key = request.headers['idempotency-key']
  if (request.method !== 'POST' || key === undefined) return
  const at = Math.floor(context.now().getTime() / 1000)
  save({ context, at, request: { id: null, idempotency_key: key } }, request, key, reply)
}

function save(act: Act, request: EmulatorRequest, key: string, reply: EmulatorResponse): void {
  const { status, json } = reply
  const result = { at: act.at, request: fingerprint(request), requestId: act.request.id }
  results(act.context).set(key, { ...result, status, json: structuredClone(json) })
}

function savedResult(act: Act, key: string): Saved | undefined {
  const saved = results(act.context).get(key)
  return saved !== undefined && saved.at + keptFor > act.at ? saved : undefined
}

function replayed(saved: Saved, request: string, key: string): EmulatorResponse {
  if (saved.request !== request) {
    const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`
    throw new Refusal(400, { type: 'idempotency_error', message })
  }
  return {
    status: saved.status,
    json: structuredClone(saved.json),
    headers: {
      'idempotent-replayed': 'true',
      'stripe-should-retry': 'false',
      ...(saved.requestId !== null && { 'original-request': saved.requestId }),
    },
  }
}

function settled(perform: () => EmulatorResponse): EmulatorResponse {
  try {
    return perform()
  } catch (error) {
    if (error instanceof Refusal) return envelope(error.status, error.error)
    throw error
  }
}

function inUse(key: string): Refusal {
  const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`
  return new Refusal(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message,
  })
}

function fingerprint({ method, path, rawQuery, rawBody }: EmulatorRequest): string {
  const parameters = new URLSearchParams(rawBody.toString('utf8'))
  parameters.sort()
  return `${method} ${path}?${rawQuery} ${parameters.toString()}`
}

function results(context: EmulatorContext): Map<string, Saved> {
  return context.store.collection<Saved>('idempotency')
}

async function slow(context: EmulatorContext): Promise<void> {
  if (!context.fault('processing_slow')) return
  await new Promise((resolve) => setTimeout(resolve, slowness))
}
