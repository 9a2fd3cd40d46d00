import type { Content } from './options.ts'

/** The words of the console. */
export function locale({ lookups, commands, pages }: Content) {
  return {
    language: 'en',
    availableLanguages: ['en'],
    debug: false,
    translations: {
      en: {
        labels: Object.fromEntries(lookups.map(({ options }) => [options.id, options.label])),
        pages: Object.fromEntries(pages.map(({ id, label }) => [id, label])),
        actions: { show: 'Details' },
        messages: { forbiddenError: 'Your role does not allow this.' },
        resources: Object.fromEntries(
          lookups.map(({ options: { id, fields, label } }) => [
            id,
            {
              properties: labelsOf(Object.entries(fields)),
              actions: {
                // The title of the list.
                list: label,
                ...labelsOf(commands.filter(({ on }) => on === id).map((one) => [one.id, one])),
              },
            },
          ]),
        ),
      },
    },
  }
}

function labelsOf(
  things: readonly (readonly [string, { readonly label?: string }])[],
): Record<string, string> {
  return Object.fromEntries(
    things.flatMap(([id, { label }]) => (label === undefined ? [] : [[id, label]])),
  )
}
