import Type from 'typebox'
import { Compile } from 'typebox/compile'

const closed = { additionalProperties: false } as const

/** Images and documents: `action=initializeUpload`. */
export const initializeValidator = Compile(
  Type.Object({ initializeUploadRequest: Type.Object({ owner: Type.String() }, closed) }, closed),
)

/** Videos: `action=initializeUpload`. */
export const initializeVideoValidator = Compile(
  Type.Object(
    {
      initializeUploadRequest: Type.Object(
        {
          owner: Type.String(),
          fileSizeBytes: Type.Integer(),
          uploadCaptions: Type.Optional(Type.Boolean()),
          uploadThumbnail: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
    },
    closed,
  ),
)

/** Videos: `action=finalizeUpload`. */
export const finalizeVideoValidator = Compile(
  Type.Object(
    {
      finalizeUploadRequest: Type.Object(
        {
          video: Type.String(),
          uploadToken: Type.String(),
          uploadedPartIds: Type.Array(Type.String()),
        },
        closed,
      ),
    },
    closed,
  ),
)
