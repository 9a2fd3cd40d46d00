import { NIL, validate } from 'uuid'
import { readConfig } from '../config.ts'
import type { Database } from '../db/database.ts'
import type { StopInput } from '../features/publishing/stops.service.ts'
import { rootDirectory } from './root-directory.ts'

/** What an operator's two words mean. @throws Error for a scope that is none, or what is not there */
export async function targetOf(
  system: Database['system'],
  scope: string,
  id: string,
): Promise<Omit<StopInput, 'reason' | 'createdBy'>> {
  const organizationOf = async (table: string): Promise<string> => {
    refuseNoId(id)
    const row = await system(table)
      .where({ id })
      .first<{ organization_id: string } | undefined>('organization_id')
    if (row === undefined) throw new Error(`There is no such ${scope}.`)
    return row.organization_id
  }
  switch (scope) {
    case 'platform':
      return { scope, platform: await knownPlatform(system, id.toUpperCase()) }
    case 'organization':
      refuseNoId(id)
      return { scope, organizationId: id }
    case 'brand':
      return { scope, brandId: id, organizationId: await organizationOf('brands') }
    case 'account':
      return { scope, socialAccountId: id, organizationId: await organizationOf('social_accounts') }
    default:
      throw new Error(`"${scope}" is no scope; use platform, organization, brand or account.`)
  }
}

/** Whoever stops a platform that nobody has must not believe that it is stopped. */
async function knownPlatform(system: Database['system'], platform: string): Promise<string> {
  const used = await system('social_accounts').distinct().pluck<string[]>('platform')
  // An emergency waits for no plugin where there is no need.
  if (used.includes(platform)) return platform
  const { loadPlugins } = await import('../plugins/loader.ts')
  const { connectors } = await loadPlugins({
    rootDirectory: rootDirectory(),
    config: readConfig(),
    log: { warn: () => undefined },
  })
  if (connectors.has(platform)) return platform
  const known = [...new Set([...connectors.keys(), ...used])].join(', ')
  throw new Error(`There is no platform "${platform}"; there is ${known}.`)
}

/** @throws Error for what cannot be an id */
export function refuseNoId(id: string): void {
  if (!validate(id)) throw new Error(`"${id}" is no id; it looks like ${NIL}.`)
}
