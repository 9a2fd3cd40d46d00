import type { AddressInfo } from 'node:net'
import type { Emulator } from '@t21/plugin-kit/sandbox'
import { createApp } from './app.ts'
import { createChanges } from './changes.ts'
import { createClock } from './clock.ts'
import { createFaultList } from './faults/fault-list.ts'
import { processWarnings, type SandboxLogger } from './logger.ts'
import { compileHosts } from './networks/host-routes.ts'
import { openNetworks } from './networks/network.ts'
import { openMailbox } from './outbox/mailbox.ts'
import { createRequestLog } from './request-log.ts'
import type { Sandbox } from './sandbox.ts'
import { registerCallback } from './webhooks/register-callback.ts'
import { createWebhooks } from './webhooks/webhooks.ts'

/** What {@link startSandbox} needs. */
export interface SandboxOptions {
  /** 0 takes any free port. */
  readonly port: number
  /** Only this machine reaches it unless another address is given. */
  readonly host?: string
  readonly emulators: readonly Emulator[]
  /** Where everything is kept over restarts; without it, only in memory. */
  readonly dataDir?: string
  /** Hears of troubles, never of requests. Without it they become warnings of the process. */
  readonly logger?: SandboxLogger
}

/** A sandbox that serves. */
export interface RunningSandbox {
  /** `http://127.0.0.1:4300`, without a slash at the end. */
  readonly url: string
  readonly port: number
  /**
   * Registers where a network sends its webhooks, as its app's settings page would: after its handshake, where it has
   * one. One callback per network: the last one counts.
   *
   * @returns false where the callback did not pass the handshake, or no such network is emulated
   */
  registerCallback(network: string, url: string): Promise<boolean>
  /** Breaks off what is under way, saves everything and frees the port. */
  close(): Promise<void>
}

/**
 * Starts the sandbox.
 *
 * @throws Error that names the port where it cannot listen (the system's error is its cause)
 * @throws TypeError for emulations that do not go together
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const { port: wantedPort, host = '127.0.0.1', emulators, dataDir } = options
  let url = ''
  const sandbox = await openSandbox({ ...options, emulators, dataDir, address: () => url })
  const app = await createApp(sandbox)

  async function close(): Promise<void> {
    sandbox.changes.close()
    sandbox.webhooks.close()
    await app.close()
    await closeStores(sandbox)
  }

  try {
    await app.listen({ port: wantedPort, host })
  } catch (error) {
    await close()
    throw explained(error, wantedPort, host)
  }
  const { port } = app.server.address() as AddressInfo
  url = `http://${hostInUrl(host)}:${port}`
  return Object.freeze({
    url,
    port,
    close,
    registerCallback: (network: string, callback: string) =>
      registerCallback(sandbox, network, callback),
  })
}

async function openSandbox(options: {
  readonly emulators: readonly Emulator[]
  readonly dataDir: string | undefined
  readonly logger?: SandboxLogger
  address(): string
}): Promise<Sandbox> {
  const { emulators, dataDir, logger = processWarnings, address } = options
  const clock = createClock()
  const changes = createChanges()
  const webhooks = createWebhooks(clock, changes)
  const networks = await openNetworks({
    emulators,
    dataDir,
    clock,
    webhooks,
    changes,
    logger,
    address,
  })
  return {
    networks,
    hosts: compileHosts(networks.values()),
    faults: createFaultList(),
    requests: createRequestLog(),
    mailbox: await openMailbox({ dataDir, clock, changes, logger }),
    webhooks,
    clock,
    changes,
    logger,
    settings: { latencyMilliseconds: 0 },
  }
}

async function closeStores({ networks, mailbox }: Sandbox): Promise<void> {
  const stores = [...networks.values()].map(({ store }) => store)
  const closed = await Promise.allSettled([...stores, mailbox].map((store) => store.close()))
  const errors = closed.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  if (errors.length > 0) {
    throw new AggregateError(errors, 'The sandbox could not save everything before it ended.')
  }
}

function explained(error: unknown, port: number, host: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  if (error.code === 'EADDRINUSE') {
    const message =
      `The sandbox cannot use port ${port} of ${host}: another program listens there. ` +
      'End that program, or give the sandbox another port (0 takes any free one).'
    return new Error(message, { cause: error })
  }
  if (error.code === 'EACCES') {
    const message = `The sandbox may not use port ${port}: take one above 1023, or 0 for any free one.`
    return new Error(message, { cause: error })
  }
  return error
}

/** Where a sandbox that listens everywhere is reached from this machine. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
