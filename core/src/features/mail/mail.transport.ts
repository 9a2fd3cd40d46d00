import type { MailTransport } from '@t21/plugin-kit'
import type { Config } from '../../config.ts'
import { chosenProvider } from '../../plugins/chosen-provider.ts'
import type { LoadedPlugins } from '../../plugins/loader.ts'
import type { OpenProvider } from '../../plugins/open-provider.ts'
import { sandboxOutbox } from './sandbox-outbox.transport.ts'

/**
 * What sends mail in this process: the plugin that is configured, else the outbox of the sandbox; `null` where there is neither.
 *
 * @throws Error that names the variable to set
 */
export function openMail(options: {
  readonly config: Pick<Config, 'mailProvider' | 'mailFrom'>
  readonly plugins: Pick<LoadedPlugins, 'providers'>
  readonly open: OpenProvider
  readonly sandboxUrl: string | undefined
}): MailTransport | null {
  const { config, plugins, open, sandboxUrl } = options
  const ready = plugins.providers('mail')
  // The outbox of the sandbox is where people look; an emulated mail service is used where it is asked for by name.
  const known = config.mailProvider === undefined ? ready.filter((one) => !one.sandboxed) : ready
  const chosen = chosenProvider(known, {
    variable: 'T21_MAIL',
    wanted: config.mailProvider,
  })
  if (chosen === undefined) return sandboxUrl === undefined ? null : sandboxOutbox(sandboxUrl)
  const { provider } = chosen
  if (config.mailFrom === undefined) {
    throw new Error(
      `MAIL_FROM has to name the sender of the mail that ${provider.displayName} sends.`,
    )
  }
  return open(chosen)
}
