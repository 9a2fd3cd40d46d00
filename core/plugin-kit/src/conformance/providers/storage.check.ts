import type { Storage } from '../../storage.ts'
import type { Expectations } from './expectations.ts'

/** What is tested. */
export interface StorageConformanceOptions {
  /** Called once for each check, for a storage of its own or a shared one. */
  open(): Promise<Storage> | Storage
}

/** One promise of the contract, tried. */
export interface StorageCheck {
  /** The name of the subtest. */
  readonly name: string
  /** True where it is about the storage's own addresses. */
  readonly direct?: true
  run(storage: Storage, expect: Expectations): Promise<void>
}
