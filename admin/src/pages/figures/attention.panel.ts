import { inWords, type Panel } from './panel.ts'

/** What T21 cannot know and somebody has to decide, whenever it was due. */
export const attentionPanel: Panel = {
  id: 'attention',
  title: 'Deliveries needing a person',
  subject: 'Delivery',
  async read(transaction) {
    const { rows } = await transaction.raw<{ rows: { platform: string; count: number }[] }>(
      `select platform, cast(count(*) as integer) as count from social_posts
       where state = 'needs_attention' group by platform order by platform`,
    )
    return {
      figures: rows.map(({ count, platform }) => ({
        platform,
        label: 'undecided',
        value: inWords(count),
        listed: count,
        alarming: true,
        link: { lookup: 'deliveries', filters: { state: 'needs_attention', platform } },
      })),
      ...(rows.length === 0 && { empty: 'None: nothing is undecided.' }),
    }
  },
}
