import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

const closed = { additionalProperties: false } as const
const Text = Type.String()
const OptionalText = Type.Optional(Text)

const Media = Type.Object({ id: Text, altText: OptionalText, title: OptionalText }, closed)

const Article = Type.Object(
  {
    source: Text,
    title: OptionalText,
    description: OptionalText,
    thumbnail: OptionalText,
    thumbnailAltText: OptionalText,
  },
  closed,
)

const Poll = Type.Object(
  {
    question: Text,
    options: Type.Array(Type.Object({ text: Text }, closed)),
    settings: Type.Object(
      {
        duration: Type.Enum(['ONE_DAY', 'THREE_DAYS', 'SEVEN_DAYS', 'FOURTEEN_DAYS']),
        voteSelectionType: Type.Optional(Type.Enum(['SINGLE_VOTE'])),
        isVoterVisibleToAuthor: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
  },
  closed,
)

const Content = Type.Object(
  {
    media: Type.Optional(Media),
    multiImage: Type.Optional(
      Type.Object(
        { images: Type.Array(Type.Object({ id: Text, altText: OptionalText }, closed)) },
        closed,
      ),
    ),
    article: Type.Optional(Article),
    poll: Type.Optional(Poll),
    carousel: Type.Optional(Type.Unknown()),
  },
  closed,
)

const Post = Type.Object(
  {
    author: Text,
    commentary: Text,
    visibility: Type.Enum(['PUBLIC', 'CONNECTIONS', 'LOGGED_IN', 'CONTAINER']),
    distribution: Type.Object(
      {
        feedDistribution: Type.Enum(['MAIN_FEED', 'NONE']),
        targetEntities: Type.Optional(Type.Array(Type.Unknown())),
        thirdPartyDistributionChannels: Type.Optional(Type.Array(Type.Unknown())),
      },
      closed,
    ),
    lifecycleState: Type.Enum(['PUBLISHED', 'DRAFT']),
    isReshareDisabledByAuthor: Type.Optional(Type.Boolean()),
    content: Type.Optional(Content),
    reshareContext: Type.Optional(Type.Object({ parent: Text }, closed)),
    contentCallToActionLabel: OptionalText,
    contentLandingPage: OptionalText,
  },
  closed,
)

/** `POST /rest/posts`. */
export type NewPost = Static<typeof Post>

/** The `content` of {@link NewPost}. */
export type NewContent = Static<typeof Content>

/** Checks a {@link NewPost}. Lengths are looked at later. */
export const postValidator = Compile(Post)

/** `POST /rest/posts/{urn}` with PARTIAL_UPDATE: nothing else can be changed (linkedin.md 9). */
export const patchValidator = Compile(
  Type.Object(
    {
      patch: Type.Object(
        {
          $set: Type.Object(
            {
              commentary: OptionalText,
              contentCallToActionLabel: OptionalText,
              contentLandingPage: OptionalText,
            },
            { ...closed, minProperties: 1 },
          ),
        },
        closed,
      ),
    },
    closed,
  ),
)
