/**
 * `@t21/plugin-kit/conformance`: one call in a tap test runs the contract's whole suite against a connector and the
 * emulation of its network, served over real HTTP.
 */
export type { CheckResult } from './check.ts'
export * from './files.ts'
export * from './options.ts'
export { testAi } from './providers/ai.ts'
export type { AiConformanceOptions, AiRefusal } from './providers/ai.check.ts'
export { testMail } from './providers/mail.ts'
export type {
  ArrivedMail,
  MailAnswer,
  MailConformanceOptions,
  MailServer,
  MailWebhooks,
} from './providers/mail.check.ts'
export { testBilling } from './providers/billing.ts'
export type { BillingConformanceOptions } from './providers/billing.check.ts'
export type { ReceivedWebhook } from '../sandbox/receive-webhooks.ts'
export { testLogin } from './providers/login.ts'
export type { LoginConformanceOptions } from './providers/login.check.ts'
export { testStorage } from './providers/storage.ts'
export type { StorageConformanceOptions } from './providers/storage.check.ts'
export { runSuite } from './run-suite.ts'
export { testConnector, type TapTest } from './test-connector.ts'
