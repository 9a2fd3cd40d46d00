import { Type, type Static } from 'typebox'
import { UploadBody } from './media.schemas.ts'

const Id = Type.String({ format: 'uuid' })
const { organizationId, brandId, alt, tags } = UploadBody.properties

/** The path of an upload. */
export const DirectUploadParams = Type.Object({ id: Id })

/** The body of `POST /v1/media/uploads`. */
export const DirectUploadBody = Type.Object(
  {
    filename: Type.String({ minLength: 1, maxLength: 255, pattern: '^[^\\u0000]*$' }),
    mimeType: Type.String({
      maxLength: 100,
      description: 'What the bytes will be sent as; their content decides in the end.',
    }),
    size: Type.Integer({ minimum: 1, description: 'Bytes, exactly.' }),
    sha256: Type.Optional(
      Type.String({
        pattern: '^[0-9a-f]{64}$',
        description: 'Of the bytes, in hexadecimal: others are then refused.',
      }),
    ),
    inParts: Type.Optional(
      Type.Boolean({
        description:
          'True where the sender can send a large file in parts. Whether it has to is said by `parts` of the answer.',
      }),
    ),
    organizationId,
    brandId,
    alt,
    tags,
  },
  {
    additionalProperties: false,
    description: 'The file that will be sent.',
    examples: [{ filename: 'bicycle.jpg', mimeType: 'image/jpeg', size: 482_113 }],
  },
)

/** See {@link DirectUploadBody}. */
export type DirectUploadBody = Static<typeof DirectUploadBody>

/** Where to send the bytes. */
export const DirectUploadView = Type.Object({
  id: Id,
  method: Type.Literal('PUT'),
  url: Type.Union(
    [
      Type.String({ format: 'uri', description: 'Takes these bytes, without a login.' }),
      Type.Null(),
    ],
    { description: 'At T21 or at its storage. `null` where the file is sent in parts.' },
  ),
  headers: Type.Object(
    { 'content-type': Type.String() },
    { description: 'To send with them. `Content-Length` is set by the browser.' },
  ),
  parts: Type.Union(
    [
      Type.Object({
        size: Type.Integer({ description: 'Bytes of every part but the last.' }),
        count: Type.Integer(),
      }),
      Type.Null(),
    ],
    {
      description:
        'How the file is sent in parts: `POST /v1/media/uploads/:id/parts` for their addresses, then `/join`. `null` where it is sent as a whole.',
    },
  ),
  expiresAt: Type.String({
    format: 'date-time',
    description: 'Until when it has to be in the library.',
  }),
})

/** The parts that somebody wants to send next. */
export const UploadPartsBody = Type.Object(
  {
    numbers: Type.Array(Type.Integer({ minimum: 1, maximum: 10_000 }), {
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      description: 'From 1; one that was sent already is replaced.',
    }),
  },
  { additionalProperties: false, examples: [{ numbers: [1, 2, 3] }] },
)

/** Where to send parts. */
export const UploadPartsView = Type.Object({
  parts: Type.Array(
    Type.Object({
      number: Type.Integer(),
      size: Type.Integer({ description: 'Bytes, exactly.' }),
      method: Type.Literal('PUT'),
      url: Type.String({
        format: 'uri',
        description: 'Answers the header `ETag`, which `/join` wants.',
      }),
      headers: Type.Record(Type.String(), Type.String()),
    }),
  ),
  expiresAt: Type.String({
    format: 'date-time',
    description: 'Until when the addresses are good.',
  }),
})

/** All parts were sent. */
export const UploadJoinBody = Type.Object(
  {
    etags: Type.Array(Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' }), {
      minItems: 1,
      maxItems: 10_000,
      description: 'The header `ETag` that the answer to each part had, in the order of the parts.',
    }),
  },
  { additionalProperties: false, examples: [{ etags: ['"5d41402abc4b2a76b9719d911017c592"'] }] },
)

/** What stands in the signed address. */
export const DirectUploadFileQuery = Type.Object(
  {
    organization: Id,
    type: Type.String({ maxLength: 100 }),
    size: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    expires: Type.Integer({ minimum: 0, maximum: 99_999_999_999 }),
    signature: Type.String({ maxLength: 100 }),
  },
  { additionalProperties: false },
)
