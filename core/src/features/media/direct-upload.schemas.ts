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
  url: Type.String({ format: 'uri', description: 'Takes these bytes once, without a login.' }),
  headers: Type.Object(
    { 'content-type': Type.String() },
    { description: 'To send with them. `Content-Length` is set by the browser.' },
  ),
  expiresAt: Type.String({ format: 'date-time' }),
})

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
