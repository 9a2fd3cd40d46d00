import type { Static, TObject } from 'typebox'
import type { Ai } from './ai.ts'
import type { Billing } from './billing.ts'
import { hostProblems } from './connector.problems.ts'
import { deepFrozen } from './deep-frozen.ts'
import type { Login } from './login.ts'
import type { MailTransport } from './mail.ts'
import { pluginKinds } from './manifest.ts'
import type { Storage } from './storage.ts'

/** What T21 gets from a provider of each kind. */
export interface ProviderOffers {
  readonly ai: Ai
  readonly billing: Billing
  readonly login: Login
  readonly mail: MailTransport
  readonly storage: Storage
}

/** The kinds of provider. */
export type ProviderKind = keyof ProviderOffers

/** What T21 gives a provider. */
export interface ProviderHost {
  /**
   * The global `fetch` with T21's sockets, for the origins in `hosts` alone: the sandbox, or the operator's own base address,
   * answers where there is one. Redirects are not followed. Hand it to the provider's client library.
   *
   * @throws TypeError for an origin that is not in `hosts`
   */
  readonly fetch: typeof fetch
  /** An address as a browser has to be sent to it: the sandbox's or the operator's, where there is one. */
  browserUrl(url: string): string
}

/**
 * Something that T21 needs and others offer, such as the sending of mail: a plugin behind one of T21's interfaces. Make one
 * with {@link defineProvider}.
 */
export interface Provider<
  Kind extends ProviderKind = ProviderKind,
  Schema extends TObject = TObject,
> {
  readonly kind: Kind
  /** As in the manifest: `smtp`. Lower case letters, digits and hyphens. */
  readonly id: string
  /** As people write it: `SMTP`. */
  readonly displayName: string
  /** The settings, read from the environment as those of a connector are: `host` of `smtp` is `SMTP_HOST`. */
  readonly settings: Schema
  /**
   * Origins that it talks to by `host.fetch`: `['https://api.stripe.com']`, or what the settings make of them. None where it
   * has sockets of its own, such as those of SMTP.
   */
  readonly hosts?: readonly string[] | ((settings: Static<Schema>) => readonly string[])
  /**
   * Makes what T21 uses, once a process. It opens connections when they are needed, so that a server that is away does not
   * keep T21 from starting.
   *
   * @throws Error where the settings contradict each other; its message names the variable
   */
  open(settings: Static<Schema>, host: ProviderHost): ProviderOffers[Kind]
}

/**
 * Checks a provider's shape and freezes it.
 *
 * @throws TypeError naming every member that is missing or wrong
 */
export function defineProvider<Kind extends ProviderKind, Schema extends TObject>(
  provider: Provider<Kind, Schema>,
): Readonly<Provider<Kind, Schema>> {
  const problems = providerProblems(provider)
  if (problems.length > 0) throw new TypeError(problems.join(' '))
  return deepFrozen(provider)
}

/** What is wrong with the shape of a provider, in sentences; empty for a good one. */
export function providerProblems(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return ['A provider must be an object.']
  const { kind, id, displayName, settings, hosts, open } = value as Partial<
    Record<keyof Provider, unknown>
  >
  const isKind = providerKinds.some((known) => known === kind)
  const isSchema = typeof settings === 'object' && settings !== null && 'properties' in settings
  return [
    ...(isKind ? [] : [`"kind" must be one of ${providerKinds.join(', ')}.`]),
    ...(typeof id === 'string' && /^[a-z][a-z0-9-]{1,31}$/.test(id)
      ? []
      : ['"id" must be lower case letters, digits and hyphens, such as "smtp".']),
    ...(typeof displayName === 'string' ? [] : ['"displayName" must be a string.']),
    ...(isSchema ? [] : ['"settings" must be an object schema: Type.Object({ … }).']),
    ...(hosts === undefined || typeof hosts === 'function' ? [] : hostProblems(hosts)),
    ...(typeof open === 'function' ? [] : ['"open" must be a function.']),
  ]
}

/** All kinds of plugin but those that are no provider. */
export const providerKinds: readonly ProviderKind[] = pluginKinds.filter(
  (kind) => kind !== 'connector' && kind !== 'sandbox',
)
