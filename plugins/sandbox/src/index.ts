import { startSandbox } from './start-sandbox.ts'

export type { ArmedFault } from './faults/fault-list.ts'
export type { SandboxLogger } from './logger.ts'
export type { IncomingMail, StoredMail } from './outbox/mailbox.ts'
export type { LoggedRequest } from './request-log.ts'
export { startSandbox, type RunningSandbox, type SandboxOptions } from './start-sandbox.ts'

/** The plugin, as the loader takes it. */
export default Object.freeze({ id: 'sandbox', start: startSandbox } as const)
