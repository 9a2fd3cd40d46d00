import type { Command } from '../commands/command.ts'
import type { Lookup } from '../lookups/lookup.ts'

/** The words of the console. */
export function locale(lookups: readonly Lookup<never>[], commands: readonly Command[]) {
  return {
    language: 'en',
    availableLanguages: ['en'],
    debug: false,
    translations: {
      en: {
        labels: Object.fromEntries(lookups.map(({ options }) => [options.id, options.label])),
        actions: { list: 'List', show: 'Show' },
        messages: { forbiddenError: 'Your role does not allow this.' },
        resources: Object.fromEntries(
          lookups.map(({ options }) => [
            options.id,
            {
              properties: Object.fromEntries(
                Object.entries(options.fields).flatMap(([name, { label }]) =>
                  label === undefined ? [] : [[name, label]],
                ),
              ),
              actions: Object.fromEntries(
                commands.filter(({ on }) => on === options.id).map(({ id, label }) => [id, label]),
              ),
            },
          ]),
        ),
      },
    },
  }
}
