import { Type, type Static } from 'typebox'

const Media = Type.Union([
  Type.Object({
    max: Type.Integer({ description: 'At most so many in one part of a post.' }),
    maxBytes: Type.Integer(),
    mimeTypes: Type.Array(Type.String()),
    minDurationMs: Type.Union([Type.Integer(), Type.Null()]),
    maxDurationMs: Type.Union([Type.Integer(), Type.Null()]),
  }),
  Type.Null(),
])

const Capabilities = Type.Object({
  formats: Type.Array(Type.String(), {
    description: 'The forms that a post can take there: `text`, `carousel`, `reel`, `story` …',
  }),
  text: Type.Object({
    maxLength: Type.Integer({ description: 'An account may be allowed more.' }),
    unit: Type.String({
      description:
        'How the network counts: `characters`, `utf16`, `utf8-bytes` or `weighted`. `POST /v1/posts/validate` counts for you.',
    }),
  }),
  media: Type.Object({
    image: Media,
    gif: Media,
    video: Media,
    document: Media,
    mixed: Type.Boolean({ description: 'May one part mix the kinds?' }),
    required: Type.Boolean({ description: 'Must every post have media?' }),
  }),
  altText: Type.Union([Type.Object({ maxLength: Type.Integer() }), Type.Null()]),
  thread: Type.Union([Type.Object({ maxParts: Type.Integer() }), Type.Null()]),
  firstComment: Type.Boolean(),
  cancel: Type.Boolean({
    description: 'Can a post be called off while the network still works on it?',
  }),
  remove: Type.Boolean({ description: 'Can published posts be removed from here?' }),
  metrics: Type.Boolean(),
  options: Type.Object(
    {},
    {
      additionalProperties: true,
      description: 'JSON Schema of `overrides.<PLATFORM>.options`.',
    },
  ),
})

/** A platform as it is answered. */
export const PlatformView = Type.Object({
  platform: Type.Union([Type.String({ examples: ['TWITTER'] }), Type.Null()], {
    description: 'Its name everywhere in the API; `null` where the plugin failed before saying it.',
  }),
  plugin: Type.String({ description: 'The id of the plugin that brings it.' }),
  displayName: Type.String({ examples: ['X'] }),
  status: Type.Union([Type.Literal('ready'), Type.Literal('unconfigured'), Type.Literal('failed')]),
  sandbox: Type.Boolean({
    description: 'True where the sandbox stands in for the network: nothing leaves this machine.',
  }),
  missing: Type.Array(Type.String(), {
    description: 'Environment variables that the operator has to set.',
  }),
  failedStage: Type.Union([Type.String(), Type.Null()], {
    description: 'How far the plugin got; the operator finds the cause in the log.',
  }),
  apiVersion: Type.Union(
    [
      Type.Object({
        version: Type.String({ examples: ['v25.0'] }),
        endOfLife: Type.Union([Type.String({ format: 'date' }), Type.Null()], {
          description: 'The day it ends; `null` where the network has not said.',
          examples: ['2028-07-29'],
        }),
      }),
      Type.Null(),
    ],
    {
      description:
        'The version of the network’s API that is spoken; `null` where it has none, or the connector is not ready.',
    },
  ),
  capabilities: Type.Union([Capabilities, Type.Null()]),
})

/** See the schema of the same name. */
export type PlatformView = Static<typeof PlatformView>
