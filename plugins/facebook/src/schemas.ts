import { Type, type Static, type TSchema } from 'typebox'

/** Facebook's answers, as far as they are used. A small id may come as a number. */
const Id = Type.Union([Type.String({ minLength: 1 }), Type.Integer()])
const Text = Type.Optional(Type.String())
const Count = Type.Optional(Type.Number())
const optional = <Schema extends TSchema>(schema: Schema) => Type.Optional(schema)

/** Of `/feed`, `/comments` and `/photos`. */
export const CreatedAnswer = Type.Object({ id: Id, post_id: optional(Id), permalink_url: Text })

/** Of `upload_phase=start` for reels and stories. */
export const ReelStartAnswer = Type.Object({ video_id: Id, upload_url: Type.String() })

const Offset = Type.Union([Type.Integer(), Type.String({ pattern: '^[0-9]{1,15}$' })])

/** Of `upload_phase=start` for videos. */
export const VideoStartAnswer = Type.Object({
  upload_session_id: Id,
  video_id: Id,
  start_offset: Offset,
  end_offset: Offset,
})

/** Of `upload_phase=transfer`, and in `error_data` of a wrong offset. */
export const OffsetsAnswer = Type.Object({ start_offset: Offset, end_offset: Offset })

/** Of `upload_phase=finish` and of stories. */
export const FinishAnswer = Type.Object({ success: Type.Literal(true), post_id: optional(Id) })

const Phase = Type.Object({ status: Text, error: optional(Type.Object({ message: Text })) })

/** Of `GET /{video}?fields=status,…`. The words are Facebook's and may be new ones. */
export const VideoAnswer = Type.Object({
  status: optional(
    Type.Object({
      video_status: Text,
      uploading_phase: optional(Type.Object({ status: Text, bytes_transfered: optional(Offset) })),
      processing_phase: optional(Phase),
      publishing_phase: optional(Type.Object({ status: Text, publish_status: Text })),
    }),
  ),
  published: optional(Type.Boolean()),
  post_id: optional(Id),
  permalink_url: Text,
})

/** See {@link VideoAnswer}. */
export type VideoAnswer = Static<typeof VideoAnswer>

const Target = Type.Object({ id: optional(Id) })
const Attachment = Type.Object({
  media_type: Text,
  target: optional(Target),
  subattachments: optional(
    Type.Object({ data: Type.Array(Type.Object({ target: optional(Target) })) }),
  ),
})

/** An entry of `/{page}/published_posts`. */
export const PagePost = Type.Object({
  id: Type.String({ minLength: 1 }),
  message: Text,
  created_time: Text,
  permalink_url: Text,
  attachments: optional(Type.Object({ data: Type.Array(Attachment) })),
})

/** See {@link PagePost}. */
export type PagePost = Static<typeof PagePost>

/** An entry of `/{page}/stories`. */
export const PageStory = Type.Object({ post_id: Id, media_id: optional(Id), url: Text })

/** An entry of `/{post}/comments`. */
export const PostComment = Type.Object({
  id: Type.String({ minLength: 1 }),
  message: Text,
  created_time: Text,
  permalink_url: Text,
  from: optional(Type.Object({ id: optional(Id) })),
})

/** The Page itself. */
export const PageAnswer = Type.Object({
  id: Id,
  name: Text,
  username: Text,
  picture: optional(Type.Unknown()),
  followers_count: Count,
  fan_count: Count,
})

const Summary = optional(Type.Object({ summary: optional(Type.Object({ total_count: Count })) }))

/** The counters of a post. */
export const CountersAnswer = Type.Object({
  shares: optional(Type.Object({ count: Count })),
  comments: Summary,
  reactions: Summary,
})

/** Insights of a post or Page. */
export const InsightsAnswer = Type.Object({
  data: Type.Array(
    Type.Object({
      name: Type.String(),
      values: optional(
        Type.Array(Type.Object({ value: optional(Type.Unknown()), end_time: Text })),
      ),
    }),
  ),
})

/** See {@link InsightsAnswer}. */
export type InsightsAnswer = Static<typeof InsightsAnswer>
