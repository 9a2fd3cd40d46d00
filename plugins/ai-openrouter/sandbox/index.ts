import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { keyNameOf } from './api/keys.ts'
import { chatRoutes } from './chat/chat.routes.ts'
import { credentials } from './credentials.ts'
import { emulatorErrors } from './emulator-errors.ts'
import { keyRoutes } from './api/key.routes.ts'
import { modelRoutes } from './models/models.routes.ts'

/** OpenRouter's API, with models that write by rule: see README.md beside. */
export const emulator = defineEmulator({
  network: 'openrouter',
  displayName: 'OpenRouter',
  credentials,
  routes: [...chatRoutes, ...modelRoutes, ...keyRoutes],
  errors: emulatorErrors,
  account(request) {
    const name = keyNameOf(request)
    return name === undefined ? undefined : { id: name, username: name }
  },
})

export default emulator
