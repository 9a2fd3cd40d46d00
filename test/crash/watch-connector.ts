import type { SettledConnector } from '../../core/src/plugins/registry.ts'

/** Places around the calls of a connector. `staged`: a step of its preparation answered, and nothing is stored of it. */
export type WatchedPoint = 'staged'

/** What a watched connector tells. */
export interface ConnectorWatch {
  /** After a step of `prepare`, before its checkpoint is stored. */
  staged(): void
  /** Around `commit`: everything that is written during it is the irreversible request. */
  committing<Result>(commit: () => Result): Result
}

/** The same connector, which tells what it is about. It needs no knowledge of the network. */
export function watchConnector(
  connector: SettledConnector,
  watch: ConnectorWatch,
): SettledConnector {
  return Object.freeze({
    ...connector,
    async prepare(...given: Parameters<SettledConnector['prepare']>) {
      const prepared = await connector.prepare(...given)
      watch.staged()
      return prepared
    },
    commit: (...given: Parameters<SettledConnector['commit']>) =>
      watch.committing(() => connector.commit(...given)),
  })
}
