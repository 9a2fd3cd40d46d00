import { Command } from 'commander'

/** `t21 staff`: who may use the support console. */
export function staffCommand(): Command {
  return new Command('staff')
    .description('Who may use the support console, and as what')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(roleCommand())
    .addCommand(resetCommand())
    .addCommand(removeCommand())
}

const roles = 'SUPPORT, BILLING, ADMIN or AUDITOR'

function createCommand(): Command {
  return new Command('create')
    .description('Let somebody in; prints the password that they replace at their first login')
    .requiredOption('--email <address>', 'what they log in with')
    .requiredOption('--name <name>', 'what the console and its audit log call them')
    .requiredOption('--role <role>', roles)
    .action(async (input: { email: string; name: string; role: string }) => {
      const { create } = await import('./staff.run.ts')
      await create(input)
    })
}

function listCommand(): Command {
  return new Command('list').description('Everybody, and who was removed').action(async () => {
    const { list } = await import('./staff.run.ts')
    await list()
  })
}

function roleCommand(): Command {
  return new Command('role')
    .description('Give somebody another role; their sessions end')
    .argument('<email>', 'whose')
    .argument('<role>', roles)
    .action(async (email: string, role: string) => {
      const { changeRole } = await import('./staff.run.ts')
      await changeRole(email, role)
    })
}

function resetCommand(): Command {
  return new Command('reset')
    .description(
      'For who lost authenticator and recovery codes: prints a new password, and they enrol again',
    )
    .argument('<email>', 'whose')
    .action(async (email: string) => {
      const { reset } = await import('./staff.run.ts')
      await reset(email)
    })
}

function removeCommand(): Command {
  return new Command('remove')
    .description('Shut somebody out, at once; what they did stays in the audit log')
    .argument('<email>', 'whom')
    .action(async (email: string) => {
      const { remove } = await import('./staff.run.ts')
      await remove(email)
    })
}
