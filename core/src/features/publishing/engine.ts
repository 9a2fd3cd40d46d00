import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../context.ts'
import { claimDue, claimForReading, suspectClaims, type ClaimedDelivery } from './claim.ts'
import { confirm } from './confirm.ts'
import { deliver } from './deliver.ts'
import { makeRecorder } from './recorder.ts'
import { reconcile } from './reconcile.ts'
import type { EngineParts } from './run.ts'
import { sweep } from './sweep.ts'
import { loadWork, type Work } from './work.ts'

/** Deliveries taken by one claim: small enough that the first calls leave while the next claim runs. */
const claimSize = 200

/** Looks at the network (confirm, find) that one process makes at a time. */
const readingLimit = 100

/** The publishing engine of one process. */
export interface Engine {
  /** Looks for due deliveries now; costs nothing when it is looking already. */
  wake(): void
  readonly inFlight: number
  /** Takes nothing new, waits for what is under way, and lets go of the rest. */
  stop(): Promise<void>
}

/**
 * Starts publishing what is due.
 *
 * The rows are the truth and the queue only rings: the engine also looks by itself every second and sweeps
 * every half minute, so that a lost ring costs a second and no post. How many deliveries are in flight is
 * bounded in all, per network, and one at a time per account, independently of the queue.
 */
export function startEngine(
  context: Context,
  options: { readonly worker: string; readonly reach?: EngineParts['reach'] },
): Engine {
  const { config, log } = context
  const { system } = context.database
  const abort = new AbortController()
  const recorder = makeRecorder(system)
  const flights = new Set<Promise<void>>()
  const perPlatform = new Map<string, number>()
  let reading = 0
  let stopping = false
  let looking: Promise<void> | undefined
  let lookAgain = false
  let starved = false
  let suspectAboard = false

  const engine: EngineParts = {
    context,
    recorder,
    worker: options.worker,
    leaseSeconds: config.publishingLeaseSeconds,
    signal: abort.signal,
    draining: () => stopping,
    reach: options.reach ?? (() => undefined),
  }

  function launch(flight: Promise<void>, done: () => void): void {
    const settled = flight
      .catch((error: unknown) => log.error({ err: error }, 'a delivery ended in an error'))
      .finally(() => {
        flights.delete(settled)
        done()
        if (starved && !stopping) {
          starved = false
          setTimeout(wake, 10).unref()
        }
      })
    flights.add(settled)
  }

  async function publishDue(platform: string): Promise<void> {
    const busy = perPlatform.get(platform) ?? 0
    const free = Math.min(
      config.publishingInFlight - flights.size,
      config.publishingInFlightPerNetwork - busy,
    )
    if (free <= 0) {
      starved = true
      return
    }
    const limit = Math.min(free, claimSize)
    const claim = { platform, worker: options.worker, leaseSeconds: config.publishingLeaseSeconds }
    const claimed = await claimDue(system, { ...claim, limit, suspects: false })
    if (claimed.length === limit) lookAgain = true
    if (!suspectAboard) {
      claimed.push(...(await claimDue(system, { ...claim, limit: 1, suspects: true })))
    }
    for (const work of await loadWork(context, claimed)) {
      perPlatform.set(platform, (perPlatform.get(platform) ?? 0) + 1)
      const isSuspect = work.delivery.claimCount > suspectClaims
      // Only now: one that could not be loaded is not aboard, and keeps no other waiting.
      if (isSuspect) suspectAboard = true
      launch(deliver(engine, work), () => {
        perPlatform.set(platform, (perPlatform.get(platform) ?? 1) - 1)
        if (isSuspect) suspectAboard = false
      })
    }
    // More may be due on the accounts that are busy now.
    if (claimed.length > 0) starved = true
  }

  async function read(
    from: 'processing' | 'unknown',
    act: (engine: EngineParts, work: Work) => Promise<void>,
  ): Promise<void> {
    const limit = readingLimit - reading
    if (limit <= 0) return
    const claimed: ClaimedDelivery[] = await claimForReading(system, {
      from,
      platforms: [...context.plugins.connectors.keys()],
      limit,
      leaseSeconds: config.publishingLeaseSeconds,
      worker: options.worker,
    })
    for (const work of await loadWork(context, claimed)) {
      reading += 1
      launch(act(engine, work), () => {
        reading -= 1
      })
    }
  }

  async function look(): Promise<void> {
    do {
      lookAgain = false
      for (const platform of context.plugins.connectors.keys()) {
        if (!stopping) await publishDue(platform)
      }
      if (!stopping) await read('processing', confirm)
      if (!stopping) await read('unknown', reconcile)
    } while (lookAgain && !stopping)
  }

  function wake(): void {
    if (stopping) return
    if (looking !== undefined) {
      lookAgain = true
      return
    }
    looking = look()
      .catch((error: unknown) => log.warn({ err: error }, 'looking for due deliveries failed'))
      .finally(() => {
        looking = undefined
      })
  }

  let sweeping: Promise<unknown> = Promise.resolve()
  function sweepNow(): void {
    sweeping = sweep(context, options.reach)
      .then(wake)
      .catch((error: unknown) => log.warn({ err: error }, 'sweeping failed'))
  }

  async function beat(): Promise<void> {
    await system.raw(
      `insert into workers (id, in_flight) values (?, ?)
       on conflict (id) do update set beat_at = clock_timestamp(), in_flight = excluded.in_flight`,
      [options.worker, flights.size],
    )
  }
  const beatSafely = () =>
    void beat().catch((error: unknown) => log.warn({ err: error }, 'the heartbeat failed'))

  const timers = [
    setInterval(wake, config.publishingPollSeconds * 1_000),
    setInterval(sweepNow, config.publishingSweepSeconds * 1_000),
    setInterval(beatSafely, 10_000),
  ]
  beatSafely()
  sweepNow()

  return {
    wake,
    get inFlight() {
      return flights.size
    },
    async stop() {
      stopping = true
      for (const timer of timers) clearInterval(timer)
      // Each may wait for a database that is away, and so is not waited for without end.
      const landed = Promise.all([looking, sweeping]).then(() => Promise.all(flights))
      const patience = config.shutdownSeconds ?? (config.environment === 'production' ? 60 : 3)
      await Promise.race([landed, sleep(patience * 1_000)])
      // What has not come back by now is found by the sweeper, which asks the network.
      abort.abort()
      const leave = async () => {
        await recorder.idle()
        await system('workers').where({ id: options.worker }).delete()
      }
      await Promise.race([leave().catch(() => undefined), sleep(1_000)])
    },
  }
}
