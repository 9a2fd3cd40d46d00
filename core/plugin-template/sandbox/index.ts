import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { credentials } from './credentials.ts'
import { emulatorErrors } from './emulator-errors.ts'
import { published } from './wall.ts'

/**
 * My Net, emulated: nothing yet. Write it from the network's documentation, not from the connector, and as strict as the
 * network. With `credentials`, T21 uses it wherever the operator has none.
 */
export const emulator = defineEmulator({
  network: 'my-net',
  platform: 'MY_NET',
  displayName: 'My Net',
  credentials,
  routes: [],
  errors: emulatorErrors,
  published,
})

export default emulator
