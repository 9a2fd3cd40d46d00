import { Command } from 'commander'
import { NIL, validate } from 'uuid'
import { openDatabase, type Database } from '../db/database.ts'
import {
  PublishingStop,
  releasePublishing,
  stopPublishing,
  type StopScope,
} from '../features/publishing/stops.service.ts'
import { readConfig } from '../config.ts'
import { loadPlugins } from '../plugins/loader.ts'
import { withDatabaseUrl } from './database-url.ts'
import { rootDirectory } from './root-directory.ts'

/** `t21 stop`: the emergency stop, for the operator. */
export function stopCommand(): Command {
  return new Command('stop')
    .description(
      'Emergency stop: what falls due waits until it is released. Without a scope: list those in force',
    )
    .argument('[scope]', 'platform, organization, brand or account')
    .argument('[id]', 'the platform (TWITTER), or the id')
    .option('--reason <text>', 'why; people will read it', 'Stopped by the operator.')
    .action(
      async (scope: string | undefined, id: string | undefined, options: { reason: string }) => {
        await withDatabase(async ({ system }) => {
          if (scope === undefined) {
            for (const stop of await PublishingStop.query(system).whereNull('released_at')) {
              const target =
                stop.platform ?? stop.socialAccountId ?? stop.brandId ?? stop.organizationId
              console.log(`${stop.id}  ${stop.scope} ${target}  ${stop.reason}`)
            }
            return
          }
          if (id === undefined) throw new Error(`Say which ${scope} to stop.`)
          const stop = await stopPublishing(system, {
            ...(await targetOf(system, scope, id)),
            reason: options.reason,
            createdBy: 'operator',
          })
          console.log(`Stopped. Release it with: npm run t21 -- release ${stop.id}`)
        })
      },
    )
}

/** `t21 release`: lifts an emergency stop. */
export function releaseCommand(): Command {
  return new Command('release')
    .description('Lift an emergency stop; what is late goes out spread over time')
    .argument('<id>', 'the id of the stop')
    .action(async (id: string) => {
      refuseNoId(id)
      await withDatabase(async ({ system }) => {
        const late = await system.transaction((transaction) =>
          releasePublishing(transaction, id, 'operator'),
        )
        if (late === undefined) throw new Error('There is no such stop in force.')
        console.log(`Released. ${late} deliveries were late and go out spread over time.`)
      })
    })
}

async function targetOf(
  system: Database['system'],
  scope: string,
  id: string,
): Promise<{
  scope: StopScope
  platform?: string
  organizationId?: string
  brandId?: string
  socialAccountId?: string
}> {
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
  const { connectors } = await loadPlugins({
    rootDirectory: rootDirectory(),
    config: readConfig(),
    log: { warn: () => undefined },
  })
  const used = await system('social_accounts').distinct().pluck<string[]>('platform')
  const known = new Set([...connectors.keys(), ...used])
  if (known.has(platform)) return platform
  throw new Error(`There is no platform "${platform}"; there is ${[...known].join(', ')}.`)
}

function refuseNoId(id: string): void {
  if (!validate(id)) throw new Error(`"${id}" is no id; it looks like ${NIL}.`)
}

async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  await withDatabaseUrl(async (url) => {
    const database = openDatabase({ url, poolSize: 2, name: 'cli' })
    try {
      await work(database)
    } finally {
      await database.close()
    }
  })
}
