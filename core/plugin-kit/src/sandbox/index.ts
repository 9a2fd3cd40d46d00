/**
 * `@t21/plugin-kit/sandbox`: what the emulation of a network may import.
 *
 * An emulation speaks a network's protocol as strictly as the network does. It lives beside its
 * connector, in `sandbox/`, and neither imports the other, so that a misreading is not made twice.
 */
export * from './authorization-request.ts'
export * from './authorize-route.ts'
export * from './avatar.ts'
export * from './codes.ts'
export * from './consent.ts'
export * from './emulator.ts'
export * from './exchange.ts'
export * from './faults.ts'
export * from './gif-frames.ts'
export * from './html.ts'
export { at } from './json-path.ts'
export type { WallCard, WallLook } from './look.ts'
export * from './processing.ts'
export * from './schema-findings.ts'
export * from './sniffer.ts'
export * from './store.ts'
export * from './stored-file.ts'
export * from './video-length.ts'
export * from './wall.ts'
