import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { mediaCategories } from './categories.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ pattern: '^[0-9]{1,19}$' })
const Category = Type.Enum([...mediaCategories])
const Owners = Type.Optional(Type.Array(Id))

const MediaType = Type.Enum([
  'video/mp4',
  'video/webm',
  'video/mp2t',
  'video/quicktime',
  'text/srt',
  'text/vtt',
  'image/jpeg',
  'image/gif',
  'image/bmp',
  'image/png',
  'image/webp',
  'image/pjpeg',
  'image/tiff',
  'model/gltf-binary',
  'model/vnd.usdz+zip',
])

/** `POST /2/media/upload/initialize`. */
export const initializeValidator = Compile(
  Type.Object(
    {
      media_type: MediaType,
      total_bytes: Type.Integer({ minimum: 1, maximum: 17_179_869_184 }),
      media_category: Category,
      shared: Type.Optional(Type.Boolean()),
      additional_owners: Owners,
    },
    closed,
  ),
)

/** `POST /2/media/upload/:id/append`, with the segment in base64 or, from a multipart body, taken out. */
export const appendValidator = Compile(
  Type.Object(
    { segment_index: Type.Integer({ minimum: 0, maximum: 999 }), media: Type.String() },
    closed,
  ),
)

/** `POST /2/media/upload`, with the file as in {@link appendValidator}. */
export const oneShotValidator = Compile(
  Type.Object(
    {
      media: Type.String(),
      media_category: Category,
      media_type: Type.Optional(MediaType),
      shared: Type.Optional(Type.Boolean()),
      additional_owners: Owners,
    },
    closed,
  ),
)

/** `POST /2/media/metadata`. Alt text is the only metadata that the sandbox keeps. */
export const metadataValidator = Compile(
  Type.Object(
    {
      id: Id,
      metadata: Type.Object({ alt_text: Type.Object({ text: Type.String() }, closed) }, closed),
    },
    closed,
  ),
)

/** `POST /2/media/subtitles`. */
export const subtitlesValidator = Compile(
  Type.Object(
    {
      id: Id,
      media_category: Type.Enum(['TweetVideo', 'AmplifyVideo']),
      subtitles: Type.Object(
        {
          id: Id,
          language_code: Type.String({ pattern: '^[A-Z]{2}$' }),
          display_name: Type.String({ minLength: 1 }),
        },
        closed,
      ),
    },
    closed,
  ),
)
