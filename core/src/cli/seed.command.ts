import { Command } from 'commander'
import { readConfig } from '../config.ts'
import type { SeedOptions } from './seed.ts'

/** `t21 seed`: a user with a personal organization and a brand, to begin with. */
export function seedCommand(): Command {
  return new Command('seed')
    .description(
      'Make a user with a personal organization and a brand; does nothing where the user is there already',
    )
    .option('--email <address>', 'who', 'demo@t21.example')
    .option('--password <text>', 'must be given in production', 'demo-of-t21-please-change')
    .option('--brand <name>', 'what the posts are for', 'Lighthouse Coffee')
    .action(async (options: SeedOptions, command: Command) => {
      const config = readConfig()
      if (
        config.environment === 'production' &&
        command.getOptionValueSource('password') === 'default'
      ) {
        throw new Error('In production, give a password of your own: --password.')
      }
      const { seed } = await import('./seed.ts')
      await seed(config, options)
    })
}
