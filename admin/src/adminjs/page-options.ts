import type { ActionRequest, AdminPages, PageHandler } from 'adminjs'
import { ApiError, type StaffPrincipal } from '@t21/core/console'
import type { FastifyInstance } from 'fastify'
import { staffOf } from '../access/staff-of.ts'
import type { ConsoleContext } from '../commands/command.ts'
import { formOf } from '../commands/offered.ts'
import type { Page } from '../pages/page.ts'
import { mayUse, runPageCommand } from '../pages/run-page-command.ts'

/** Pages as AdminJS wants them. It asks nobody's rights for a page: that happens here. */
export function pageOptions(pages: readonly Page[], context: ConsoleContext): AdminPages {
  return Object.fromEntries(
    pages.flatMap((page) =>
      page.component === undefined
        ? []
        : [
            [
              page.id,
              { component: page.component, icon: page.icon, handler: handlerOf(page, context) },
            ],
          ],
    ),
  )
}

/** Pages that are a part of another, which AdminJS would put into its menu. They answer where it would. */
export function partRoutes(
  scope: FastifyInstance,
  pages: readonly Page[],
  context: ConsoleContext,
): void {
  for (const page of pages) {
    if (page.component !== undefined) continue
    const handler = handlerOf(page, context)
    scope.get(`/admin/api/pages/${page.id}`, async (request, reply) =>
      handler(request, reply, { currentAdmin: request.session?.adminUser } as never),
    )
  }
}

/** Whether somebody may see a page and its data. */
export function mayOpen({ subject }: Page, { ability }: Pick<StaffPrincipal, 'ability'>): boolean {
  return subject === 'own' || ability.can('read', subject)
}

/** GET reads, and nothing but POST runs a command. */
function handlerOf(page: Page, context: ConsoleContext): PageHandler {
  const { commands = [], data } = page
  return async (request: ActionRequest, _response, { currentAdmin }) => {
    const staff = staffOf(currentAdmin)
    if (!mayOpen(page, staff)) {
      throw new ApiError('FORBIDDEN', 'Your role does not allow this.')
    }
    if (request.method === 'post') {
      return runPageCommand(commands, context, staff, request.payload ?? {})
    }
    const query = Object.entries(request.query ?? {}).filter(
      ([, value]) => typeof value === 'string',
    )
    const shown = await data({
      context,
      staff,
      query: Object.fromEntries(query) as Record<string, string>,
    })
    const offered = commands.filter((command) => mayUse(command, staff))
    return {
      ...shown,
      commands: Object.fromEntries(offered.map((command) => [command.id, formOf(command)])),
    }
  }
}
