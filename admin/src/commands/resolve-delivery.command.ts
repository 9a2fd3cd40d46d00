import { invalid, resolveDelivery } from '@t21/core/console'
import type { Command } from './command.ts'
import { principalFor } from './principal-for.ts'

/** Says what a person saw at the network. Not dangerous: "not there" publishes nothing by itself. */
export const resolveDeliveryCommand: Command = {
  id: 'resolve',
  label: 'Resolve',
  icon: 'CheckCircle',
  on: 'deliveries',
  subject: 'Delivery',
  verb: 'resolve',
  dangerous: false,
  prompt:
    'Look at the account first: the whole timeline, not only the top. What you say counts as proof, and the customer is told.',
  fields: [
    // Whoever looked before it was sent again has seen nothing of that.
    { name: 'version', label: 'Version', type: 'seen' },
    {
      name: 'outcome',
      label: 'What do you see?',
      type: 'choice',
      choices: [
        { value: 'published', label: 'It is there' },
        { value: 'not_published', label: 'It is not there' },
      ],
    },
    {
      name: 'url',
      label: 'Its address',
      hint: 'As the network shows it for sharing. Numbers and later parts need it.',
      type: 'url',
      optional: true,
      maxLength: 2_000,
    },
  ],
  when: ({ state }) => state === 'needs_attention',
  async run({ context, staff, record, input }) {
    const { outcome, url = '', version } = input
    const isThere = outcome === 'published'
    if (!isThere && url !== '') throw invalid('url', 'What is not there has no address.')
    const principal = await principalFor(context, staff, record['organizationId'])
    await resolveDelivery(context, principal, record.id, {
      outcome: isThere ? 'published' : 'not_published',
      version: Number(version),
      ...(url !== '' && { url }),
    })
    return isThere ? 'It counts as published.' : 'It counts as failed; retry it if it is wanted.'
  },
}
