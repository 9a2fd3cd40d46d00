import type { Network } from '../networks/network.ts'
import type { Sandbox } from '../sandbox.ts'
import { Refusal } from './refusal.ts'

/**
 * The network of this name.
 *
 * @throws Refusal that names the networks which exist
 */
export function networkNamed(sandbox: Sandbox, name: string): Network {
  const network = sandbox.networks.get(name)
  if (network !== undefined) return network
  const names = [...sandbox.networks.keys()]
  const existing = names.length === 0 ? 'None is emulated' : `Emulated are: ${names.join(', ')}`
  throw new Refusal(`There is no network "${name}". ${existing}.`, { field: 'network' })
}

/** The network of this name, or all where none is named. @throws Refusal as {@link networkNamed} */
export function networksNamed(sandbox: Sandbox, name: string | undefined): readonly Network[] {
  return name === undefined ? [...sandbox.networks.values()] : [networkNamed(sandbox, name)]
}
