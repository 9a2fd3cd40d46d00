import { Command } from 'commander'
import { readConfig } from '../config.ts'
import type { ProcessRole } from '../process.ts'

/** `t21 start`, `t21 api`, `t21 worker`: the same process in three roles. */
export function serveCommand(name: string, description: string, role: ProcessRole): Command {
  return new Command(name)
    .description(`${description}. Settings come from the environment; see the README's table`)
    .action(async () => {
      // Wrong settings are told before anything is loaded.
      const config = readConfig()
      const { serve } = await import('./serve.ts')
      await serve(config, role)
    })
}
