import { asBulk, bulkName } from '../commands/in-bulk.ts'
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
        messages: {
          forbiddenError: 'Your role does not allow this.',
          errorFetchingRecords: 'The list could not be read. Try again in a moment.',
          errorFetchingRecord: 'The record could not be read. Try again in a moment.',
          pageNotFound_title: 'There is nothing here',
          pageNotFound_subtitle: 'No page has this address.',
          error404Resource: 'No list has this address.',
          error404Action: 'It does not exist, or your role does not show it.',
        },
        buttons: { applyChanges: 'Apply', resetFilter: 'Clear' },
        resources: Object.fromEntries(
          lookups.map(({ options: { empty, id, fields, label } }) => {
            const own = commands.filter(({ on }) => on === id)
            return [
              id,
              {
                properties: labelsOf(Object.entries(fields)),
                messages: { noRecordsInResource: empty },
                actions: {
                  // The title of the list.
                  list: label,
                  ...labelsOf(own.map((one) => [one.id, one])),
                  ...labelsOf(own.filter(asBulk).map((one) => [bulkName(one), one])),
                },
              },
            ]
          }),
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
