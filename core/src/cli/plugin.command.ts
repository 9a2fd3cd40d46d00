import { Command } from 'commander'

/** `t21 plugin`: for those who write plugins. */
export function pluginCommand(): Command {
  return new Command('plugin')
    .description('For those who write plugins; docs/plugins.md tells how')
    .addCommand(
      new Command('new')
        .description(
          'Write the beginning of a connector: it passes all checks of its structure, and does nothing yet',
        )
        .argument('<name>', 'the id of the network: lower case letters, digits, hyphens (my-net)')
        .option('--directory <path>', 'where to; by default plugins/<name>')
        .action(async (name: string, options: { directory?: string }) => {
          const { newPlugin } = await import('./plugin.new.ts')
          await newPlugin(name, options.directory)
        }),
    )
}
