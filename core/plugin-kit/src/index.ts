/**
 * `@t21/plugin-kit`: everything that a T21 plugin may import.
 *
 * A connector is a frozen plain object made by {@link defineConnector}. It never sleeps, loops,
 * retries, reads the environment or the clock, or sees tenants and tables: T21 owns time, retry,
 * locking, encryption and storage.
 */
export * from './accounts.ts'
export * from './ai.ts'
export * from './billing.ts'
export * from './capabilities.ts'
export * from './connector.problems.ts'
export * from './connector.ts'
export * from './failures.answers.ts'
export * from './failures.ts'
export * from './http.ts'
export * from './login.failures.ts'
export * from './login.ts'
export * from './mail.ts'
export * from './manifest.ts'
export * from './media.progress.ts'
export * from './media.ts'
export * from './oauth.ts'
export * from './parts.ts'
export * from './provider-failure.ts'
export * from './provider-webhook.ts'
export * from './provider.ts'
export * from './publishing.ts'
export * from './read.ts'
export * from './storage.direct.ts'
export * from './storage.ts'
export * from './text.ts'
export * from './validation.issues.ts'
export * from './validation.media.ts'
export * from './validation.ts'
export * from './webhook.ts'
