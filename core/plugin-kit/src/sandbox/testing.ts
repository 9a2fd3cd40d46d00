/**
 * `@t21/plugin-kit/sandbox/testing`: a laboratory for the tests of an emulation, without a server, small true files, and
 * what tests of a running sandbox need.
 */
export * from './error-of.ts'
export * from './files.ts'
export * from './json-path.ts'
export * from './lab-request.ts'
export * from './lab.ts'
export * from './left-by-fault.ts'
export * from './memory-store.ts'
export * from './receive-webhooks.ts'
export * from './sandbox-host.ts'
export * from './sent-back.ts'
export { controlOf, serveFiles, startServer, type ControlCall } from './served.ts'
export * from './store-in-sight.ts'
