import AdminJS, { ComponentLoader, type BrandingOptions } from 'adminjs'
import type { Command, ConsoleContext } from '../commands/command.ts'
import type { Lookup } from '../lookups/lookup.ts'
import { knownStaff } from '../access/staff-of.ts'
import { bundleFile } from '../bundle.ts'
import { componentNames } from '../components/names.ts'
import type { Page } from '../pages/page.ts'
import type { CommandHost } from '../commands/run-command.ts'
import { locale } from './locale.ts'
import { lookupOptions } from './lookup-options.ts'
import { mayOpen, pageOptions } from './page-options.ts'
import { themes } from './theme.ts'
import { BoundLookup, LookupResource, NoDatabase } from './resource.ts'

/** What there is in the console. */
export interface Content {
  readonly lookups: readonly Lookup<never>[]
  readonly commands: readonly Command[]
  readonly pages: readonly Page[]
}

let registered = false

/** What AdminJS prints into each page besides; `components/sidebar.tsx` reads `pages`. */
function brandingFor(
  pages: readonly Page[],
  { connectors }: ConsoleContext['plugins'],
  currentAdmin: unknown,
): BrandingOptions {
  const staff = knownStaff(currentAdmin)
  const mine = pages.filter((page) => staff !== undefined && mayOpen(page, staff))
  const more = {
    networks: Object.fromEntries(
      [...connectors].map(([platform, { displayName }]) => [platform, displayName]),
    ),
    pages: mine
      .filter(({ component }) => component !== undefined)
      .map(({ id, label, icon, group = null }) => ({ id, label, icon, group })),
  }
  return {
    // The title of a page until it says where it is.
    companyName: 'T21 console',
    logo: false,
    withMadeWithLove: false,
    favicon: '/admin/favicon.svg',
    // Its type takes the font for a record of letters.
    theme: themes.light as never,
    ...more,
  }
}

/** The console as AdminJS wants it described. */
export function makeAdminJs({ lookups, commands, pages }: Content, host: CommandHost): AdminJS {
  // Adapters are the process's, not the instance's.
  if (!registered) AdminJS.registerAdapter({ Resource: LookupResource, Database: NoDatabase })
  registered = true
  const componentLoader = new ComponentLoader()
  // Only the names count: `build.ts` has bundled them already.
  for (const name of componentNames) componentLoader.add(name, bundleFile)
  const { looks } = host.context.database
  const admin = new AdminJS({
    rootPath: '/admin',
    loginPath: '/admin/login',
    logoutPath: '/admin/logout',
    componentLoader,
    resources: lookups.map((lookup) => ({
      resource: new BoundLookup(lookup, looks),
      options: lookupOptions(lookup, commands, host),
    })),
    dashboard: { component: 'Home' },
    pages: pageOptions(pages, host.context),
    branding: (currentAdmin) => brandingFor(pages, host.context.plugins, currentAdmin),
    locale: locale({ lookups, commands, pages }),
    // As many as most roles do something to at once.
    settings: { defaultPerPage: 50 },
  })
  // It would bundle by itself in production, for ten seconds and with a gigabyte.
  admin.initialize = async () => undefined
  return admin
}
