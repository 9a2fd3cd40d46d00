import { failures } from '../../failures.ts'
import type { ConnectorHttp, ConnectorRequest, ConnectorResponse } from '../../http.ts'
import { encode } from './encode.ts'
import { asHost } from './guard.ts'
import type { Hosts } from './hosts.ts'
import { exchange, patienceMs } from './wire.ts'

/** What is done to a request on its way. */
export type Interference =
  /** The process dies before a byte of it leaves. */
  | 'die_before'
  /** The process dies when the answer is there, and before it is seen. */
  | 'die_after'
  /** The network handles it, and the answer is lost. */
  | 'lose_answer'

/** One request that a connector made. */
export interface SentRequest {
  readonly verb: string
  readonly method: string
  readonly url: string
  /** Whether it bore a token or a client's secret; an upload address often is its own key. */
  readonly signed: boolean
  /** `undefined` where no answer came. */
  readonly answer: ConnectorResponse | undefined
}

/** `call.http` against the fake network, watched. */
export interface ProbeHttp extends ConnectorHttp {
  /** The requests of this session, oldest first. */
  readonly sent: readonly SentRequest[]
  /** The verb that runs now, for `sent`. */
  verb: string
  /** In milliseconds. */
  timeoutMs: number
  /** Asked before every request, with its position. */
  interfere: ((index: number) => Promise<Interference | undefined>) | undefined
  /** Rejects when the process is to die. */
  readonly died: Promise<never>
}

/** The end of the process, as far as the connector is concerned. */
export class ProcessDied extends Error {
  override readonly name = 'ProcessDied'
}

/** A way out to the fake network that keeps the rules of T21's own. */
export function probeHttp(hosts: Hosts): ProbeHttp {
  const sent: SentRequest[] = []
  const death = Promise.withResolvers<never>()
  death.promise.catch(() => undefined)

  async function request(wanted: ConnectorRequest): Promise<ConnectorResponse> {
    const url = hosts.resolve(wanted.url)
    for (const [name, value] of Object.entries(wanted.query ?? {})) {
      if (value !== undefined) url.searchParams.append(name, String(value))
    }
    const encoded = await encode(wanted)
    const index = sent.length
    const entry = {
      verb: probe.verb,
      method: wanted.method,
      url: url.href,
      signed: wanted.auth !== undefined || /token/.test(JSON.stringify(keysOf(wanted))),
      answer: undefined,
    }
    sent.push(entry)
    const interference = await probe.interfere?.(index)
    if (interference === 'die_before') return await die()
    let answer: ConnectorResponse
    try {
      answer = await exchange(wanted.method, url, encoded, probe.timeoutMs)
    } catch (error) {
      throw noAnswer(error)
    }
    if (interference === 'die_after') return await die()
    if (interference === 'lose_answer') throw noAnswer(new Error('LOST'))
    sent[index] = { ...entry, answer }
    return answer
  }

  /** Nothing runs on in a process that has died. */
  function die(): Promise<never> {
    death.reject(new ProcessDied('The process died here.'))
    return new Promise<never>(() => undefined)
  }

  const probe: ProbeHttp = {
    sent,
    verb: '',
    timeoutMs: patienceMs,
    interfere: undefined,
    died: death.promise,
    request: (wanted) => asHost(() => request(wanted)),
  }
  return probe
}

/** The names under which a request says anything. */
function keysOf({ query, headers, form, json }: ConnectorRequest): readonly string[] {
  const inJson = typeof json === 'object' && json !== null ? Object.keys(json) : []
  return [query, headers, form].flatMap((one) => Object.keys(one ?? {})).concat(inJson)
}

function noAnswer(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'NO_ANSWER'
  return failures.transient({
    message: 'The network gave no complete answer.',
    remedy: 'This passes by itself; T21 looks again.',
    networkCode: code,
  })
}
