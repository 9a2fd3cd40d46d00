/**
 * `@t21/plugin-kit/sandbox/testing`: a laboratory for the tests of an emulation, without a server.
 */
export * from './json-path.ts'
export * from './lab-request.ts'
export * from './lab.ts'
export * from './memory-store.ts'
