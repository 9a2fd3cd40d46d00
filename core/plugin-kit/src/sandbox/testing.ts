/**
 * `@t21/plugin-kit/sandbox/testing`: a laboratory for the tests of an emulation, without a server, and small true files.
 */
export * from './files.ts'
export * from './json-path.ts'
export * from './lab-request.ts'
export * from './lab.ts'
export * from './memory-store.ts'
