import { Type, type Static } from 'typebox'

/** The settings of the provider; `host` is read from `SMTP_HOST` and so on. */
export const settings = Type.Object({
  host: Type.String({ minLength: 1, description: 'Name of the mail server: smtp.example.com.' }),
  port: Type.Integer({
    minimum: 1,
    maximum: 65_535,
    default: 587,
    description: 'Port: 587 with `starttls`, 465 with `implicit`.',
  }),
  encryption: Type.Unsafe<'starttls' | 'implicit' | 'none'>({
    type: 'string',
    enum: ['starttls', 'implicit', 'none'],
    default: 'starttls',
    description:
      '`starttls`: begun in the open and encrypted before anything is said; refused where the server cannot. `implicit`: encrypted from the first byte. `none`: for a relay on the same machine.',
  }),
  user: Type.Optional(Type.String({ minLength: 1, description: 'Login, where one is needed.' })),
  password: Type.Optional(Type.String({ minLength: 1, description: 'Its password.' })),
  connections: Type.Integer({
    minimum: 1,
    maximum: 50,
    default: 3,
    description: 'Connections that one process keeps.',
  }),
})

/** See {@link settings}. */
export type Settings = Static<typeof settings>
