import { AsyncLocalStorage } from 'node:async_hooks'
import { obeyKillOrder, type Environment } from './environment.ts'
import type { ConnectorWatch } from './watch-connector.ts'
import { watchRequests } from './wire.ts'

/** What a worker process knows of the delivery that it is about, and the orders that it obeys on the way. */
export interface Watching {
  readonly watch: ConnectorWatch
  /** From here on, the caller works on this delivery. */
  begin(deliveryId: string): void
}

/** Kills this process where it is ordered to, around the connector and on the wire. */
export function watchDeliveries(environment: Environment): Watching {
  const current = new AsyncLocalStorage<string>()
  const obey = (point: string, id: string) => obeyKillOrder(environment, point, id)
  const requests = watchRequests(obey)
  return {
    begin: (deliveryId) => current.enterWith(deliveryId),
    watch: {
      staged() {
        const id = current.getStore()
        if (id !== undefined) obey('staged', id)
      },
      committing(commit) {
        const id = current.getStore()
        return id === undefined ? commit() : requests.sendingFor(id, commit)
      },
    },
  }
}
