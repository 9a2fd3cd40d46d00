import { numberIn, type Words } from '../locales/words.ts'
import { button, heading, table, type Block } from './blocks.ts'
import { composeMail, type MailText, type WaysOut } from './mail-text.ts'

/** What a week was like in one organization. */
export interface WeekOf {
  readonly organization: string
  readonly published: number
  readonly failed: number
  /** Due in the week that begins. */
  readonly scheduled: number
  readonly best: readonly BestPost[]
}

/** A post that did well; what is not known is `null`. */
export interface BestPost {
  readonly content: string
  readonly engagements: number
  readonly impressions: number | null
}

/** Tells what a person's organizations did in the week that ended, and what is planned for the one that begins. */
export function weeklySummaryMail(
  words: Words,
  input: {
    /** The Monday and the Sunday of the week, as `YYYY-MM-DD`. */
    readonly from: string
    readonly to: string
    readonly organizations: readonly WeekOf[]
    readonly url: string
    readonly waysOut: WaysOut
  },
): MailText {
  const says = words.messages.weeklySummary
  const week = daysIn(words, input.from, input.to)
  const published = input.organizations.reduce((sum, one) => sum + one.published, 0)
  return composeMail(words, {
    template: 'weekly-summary',
    necessity: 'optional',
    subject: says.subject({ published, week }),
    blocks: [
      heading(says.heading({ week })),
      ...input.organizations.flatMap((one) => blocksOf(words, one)),
      button(says.button, input.url),
    ],
    waysOut: input.waysOut,
  })
}

function blocksOf(words: Words, week: WeekOf): Block[] {
  const says = words.messages.weeklySummary
  return [
    table(
      [week.organization, says.figures],
      [
        [says.published, numberIn(words, week.published)],
        [says.failed, numberIn(words, week.failed)],
        [says.scheduled, numberIn(words, week.scheduled)],
      ],
    ),
    ...(week.best.length === 0
      ? []
      : [
          table(
            [says.best, says.engagements, says.impressions],
            week.best.map(({ content, engagements, impressions }) => [
              content,
              numberIn(words, engagements),
              impressions === null ? says.unknown : numberIn(words, impressions),
            ]),
          ),
        ]),
  ]
}

function daysIn({ language }: Words, from: string, to: string): string {
  const day = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return day.formatRange(new Date(from), new Date(to))
}
