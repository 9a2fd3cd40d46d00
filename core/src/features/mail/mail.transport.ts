import type { MailTransport } from '@t21/plugin-kit'
import type { Config } from '../../config.ts'
import { chosenProvider } from '../../plugins/chosen-provider.ts'
import type { LoadedPlugins } from '../../plugins/loader.ts'
import type { OpenProvider } from '../../plugins/open-provider.ts'
import type { ReadyProvider } from '../../plugins/registry.ts'
import { sandboxOutbox } from './sandbox-outbox.transport.ts'

interface MailParts {
  readonly config: Pick<Config, 'mailProvider'>
  readonly plugins: Pick<LoadedPlugins, 'providers'>
}

/** The plugin that sends mail. @throws Error that names the variable to set */
export function chosenMail({ config, plugins }: MailParts): ReadyProvider<'mail'> | undefined {
  const ready = plugins.providers('mail')
  // The outbox of the sandbox is where people look; an emulated mail service is used where it is asked for by name.
  const known = config.mailProvider === undefined ? ready.filter((one) => !one.sandboxed) : ready
  return chosenProvider(known, { variable: 'T21_MAIL', wanted: config.mailProvider })
}

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
  const { config, open, sandboxUrl } = options
  const chosen = chosenMail(options)
  if (chosen === undefined) return sandboxUrl === undefined ? null : sandboxOutbox(sandboxUrl)
  const { provider } = chosen
  if (config.mailFrom === undefined) {
    throw new Error(
      `MAIL_FROM has to name the sender of the mail that ${provider.displayName} sends.`,
    )
  }
  return open(chosen)
}
