/**
 * `@t21/plugin-kit/testing`: what the tests of a plugin need: calls, parts and files to hand a connector, and doubles of
 * `call.http` and of a provider's host that play a script.
 */
export * from './calls.ts'
export * from './scripted-host.ts'
export * from './scripted-http.ts'
export * from './structure.ts'
