import type { EmulatorErrors, EmulatorResponse } from '@t21/plugin-kit/sandbox'

/** The network's words for the faults that the host plays. Not written yet: 501 is nobody's word. */
export const emulatorErrors: EmulatorErrors = {
  rateLimited: notWritten,
  tokenDead: notWritten,
  serverError: notWritten,
  notFound: notWritten,
}

function notWritten(): EmulatorResponse {
  return { status: 501, json: { error: 'The emulation of My Net is not written yet.' } }
}
