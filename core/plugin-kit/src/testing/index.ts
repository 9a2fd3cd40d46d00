/**
 * `@t21/plugin-kit/testing`: what the tests of a connector need: calls, parts and files to hand it, and a double of
 * `call.http` that plays a script.
 */
export * from './calls.ts'
export * from './scripted-http.ts'
export * from './structure.ts'
