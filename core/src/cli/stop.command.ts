import { Command } from 'commander'

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
        const { listStops, stop } = await import('./stop.ts')
        if (scope === undefined) return listStops()
        if (id === undefined) throw new Error(`Say which ${scope} to stop.`)
        await stop(scope, id, options.reason)
      },
    )
}

/** `t21 release`: lifts an emergency stop. */
export function releaseCommand(): Command {
  return new Command('release')
    .description('Lift an emergency stop; what is late goes out spread over time')
    .argument('<id>', 'the id of the stop')
    .action(async (id: string) => {
      const { release } = await import('./stop.ts')
      await release(id)
    })
}
