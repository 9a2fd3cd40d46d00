import type { Changes } from './changes.ts'
import type { Clock } from './clock.ts'
import type { FaultList } from './faults/fault-list.ts'
import type { SandboxLogger } from './logger.ts'
import type { Host } from './networks/host-routes.ts'
import type { Network } from './networks/network.ts'
import type { Mailbox } from './outbox/mailbox.ts'
import type { RequestLog } from './request-log.ts'
import type { Webhooks } from './webhooks/webhooks.ts'

/** Everything a running sandbox consists of. */
export interface Sandbox {
  readonly networks: ReadonlyMap<string, Network>
  readonly hosts: ReadonlyMap<string, Host>
  readonly faults: FaultList
  readonly requests: RequestLog
  readonly mailbox: Mailbox
  readonly webhooks: Webhooks
  readonly clock: Clock
  readonly changes: Changes
  readonly logger: SandboxLogger
  readonly settings: {
    /** How long every emulated request waits before it is handled, in milliseconds. */
    latencyMilliseconds: number
  }
}
