/**
 * `@t21/meta-graph`: what the connectors of Facebook and Instagram share: requests to the Graph API, what its answers
 * mean, Facebook Login, the Pages of a person, uploads to rupload and webhooks.
 */
export * from './api.ts'
export * from './api-version.ts'
export * from './debug-token.ts'
export * from './errors.ts'
export * from './oauth.ts'
export * from './pages.ts'
export * from './paging.ts'
export * from './problem.ts'
export * from './refusals.shared.ts'
export * from './refusals.ts'
export * from './request.ts'
export * from './settings.ts'
export * from './subscribed-apps.ts'
export * from './upload.ts'
export * from './usage.ts'
export * from './usage.watch.ts'
export * from './webhook.changes.ts'
export * from './webhook.ts'
