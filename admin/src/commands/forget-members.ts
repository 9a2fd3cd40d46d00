import type { ConsoleContext } from './command.ts'

/** Lets this process look its members up anew: what was decided of an organization holds at once, and not only in some seconds. */
export async function forgetMembers(
  context: ConsoleContext,
  organizationId: string,
): Promise<void> {
  const ids = await context.database
    .system('team_members')
    .where({ organization_id: organizationId })
    .pluck<string[]>('user_id')
  for (const id of ids) await context.forgetUser(id)
}
