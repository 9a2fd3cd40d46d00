import { Type } from 'typebox'

/** The path of `/v1/webhooks/{platform}`: the id of its connector (`my-net`) or the platform (`MY_NET`). */
export const WebhookParams = Type.Object({
  platform: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,49}$', examples: ['twitter'] }),
})

/** What a network is answered: what it wants to read, in the form that it wants. */
export const NetworkAnswer = {
  content: {
    'text/plain': { schema: Type.String() },
    'application/json': { schema: Type.Unknown() },
  },
}

/** The path of `GET /v1/data-deletions/{code}`. */
export const DataDeletionParams = Type.Object({
  code: Type.String({
    pattern: '^[A-Za-z0-9]{1,64}$',
    examples: ['9f86d081884c7d659a2feaa0c55ad015'],
  }),
})
