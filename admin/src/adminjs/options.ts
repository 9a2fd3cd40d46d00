import AdminJS, { ComponentLoader } from 'adminjs'
import type { Command } from '../commands/command.ts'
import type { Lookup } from '../lookups/lookup.ts'
import { bundleFile } from '../bundle.ts'
import { componentNames } from '../components/names.ts'
import { colours } from './colours.ts'
import type { CommandHost } from './command-action.ts'
import { locale } from './locale.ts'
import { lookupOptions } from './lookup-options.ts'
import { BoundLookup, LookupResource, NoDatabase } from './resource.ts'

let registered = false

/** The console as AdminJS wants it described. */
export function makeAdminJs(
  lookups: readonly Lookup<never>[],
  commands: readonly Command[],
  host: CommandHost,
): AdminJS {
  // Adapters are the process's, not the instance's.
  if (!registered) AdminJS.registerAdapter({ Resource: LookupResource, Database: NoDatabase })
  registered = true
  const componentLoader = new ComponentLoader()
  // Only the names count: `build.ts` has bundled them already.
  for (const name of componentNames) componentLoader.add(name, bundleFile)
  const { system } = host.context.database
  const admin = new AdminJS({
    rootPath: '/admin',
    loginPath: '/admin/login',
    logoutPath: '/admin/logout',
    componentLoader,
    resources: lookups.map((lookup) => ({
      resource: new BoundLookup(lookup, system),
      options: lookupOptions(lookup, commands, host),
    })),
    dashboard: { handler: async () => ({}) },
    branding: {
      companyName: 'T21',
      logo: false,
      withMadeWithLove: false,
      favicon: '/admin/favicon.svg',
      theme: { colors: colours.light },
    },
    locale: locale(lookups, commands),
    settings: { defaultPerPage: 25 },
  })
  // It would bundle by itself in production, for ten seconds and with a gigabyte.
  admin.initialize = async () => undefined
  return admin
}
