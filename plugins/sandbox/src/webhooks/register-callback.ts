import type { Sandbox } from '../sandbox.ts'

/**
 * Makes this the callback of a network, after its handshake where it has one; `undefined` forgets the callback.
 *
 * @returns false where the callback did not pass, or no such network is emulated; the former one is kept
 */
export async function registerCallback(
  { networks, webhooks }: Pick<Sandbox, 'networks' | 'webhooks'>,
  name: string,
  url: string | undefined,
): Promise<boolean> {
  const network = networks.get(name)
  if (network === undefined) return false
  return webhooks.register(name, url, network.emulator.handshake?.(network.context))
}
