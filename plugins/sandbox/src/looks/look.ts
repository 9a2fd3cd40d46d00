import type { Emulator, WallLook } from '@t21/plugin-kit/sandbox'

/** How a network looks that says nothing of it. */
const plain: WallLook = { card: 'stream', accent: '#5b6470' }

/** How a network looks on the wall. */
export function lookOf(emulator: Emulator): WallLook {
  return emulator.look ?? plain
}
