import { type ConnectorFailure, failures } from '@t21/plugin-kit'

/**
 * The failure of what is not written yet. `app_config`: the operator's business, and in `commit` a proof that nothing was
 * published. Delete this file with its last use.
 */
export function notWritten(what: string): ConnectorFailure {
  return failures.appConfig({
    message: `"${what}" of My Net is not written yet, so nothing was sent.`,
    remedy: 'Write it, or remove the plugin from the dependencies of this T21.',
  })
}
