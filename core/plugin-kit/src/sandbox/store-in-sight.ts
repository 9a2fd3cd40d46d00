import type { Emulator } from './emulator.ts'
import type { EmulatorStore } from './store.ts'

/** An emulation that shows a test what it holds, while a sandbox serves it. `store` throws until the first request came. */
export function storeInSight(emulator: Emulator): {
  readonly emulator: Emulator
  store(): EmulatorStore
} {
  let seen: EmulatorStore | undefined
  return {
    emulator: {
      ...emulator,
      routes: emulator.routes.map((route) => ({
        ...route,
        handle(request, context) {
          seen = context.store
          return route.handle(request, context)
        },
      })),
    },
    store() {
      if (seen === undefined) throw new Error('No request has come to the emulation yet.')
      return seen
    },
  }
}
