import { Type } from 'typebox'
import { Id, Time } from '../posts/post-fields.schemas.ts'

/** A calendar address, without its secret. */
export const CalendarFeedView = Type.Object({
  brandId: Id,
  createdAt: Time,
  rotatedAt: Type.String({
    format: 'date-time',
    description: 'Since when the present address holds.',
  }),
})

/** A new calendar address. */
export const NewCalendarFeedView = Type.Object({
  ...CalendarFeedView.properties,
  url: Type.String({
    format: 'uri',
    description: 'Shown only now. Whoever has it can read the calendar: treat it as a password.',
    examples: ['https://api.example.com/v1/calendar/t21c_secret.ics'],
  }),
})

/** The path of a brand. */
export const FeedParams = Type.Object({ id: Id })

/** The path of a calendar. */
export const CalendarParams = Type.Object({
  token: Type.String({ description: 'The secret part of the address.' }),
})
