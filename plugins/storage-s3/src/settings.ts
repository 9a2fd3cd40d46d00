import { Type, type Static } from 'typebox'

/** The settings of the provider; `bucket` is read from `S3_BUCKET` and so on. */
export const settings = Type.Object({
  bucket: Type.String({
    minLength: 1,
    description: 'The bucket. It has to be there, and private.',
  }),
  accessKeyId: Type.String({
    minLength: 1,
    description: 'A key that may read, write, list and delete in the bucket, and nothing else.',
  }),
  secretAccessKey: Type.String({ minLength: 1, description: 'Its secret.' }),
  region: Type.String({
    minLength: 1,
    default: 'auto',
    description:
      'Region: `auto` for R2, `eu-west-1` or another one for AWS, `us-east-1` for MinIO.',
  }),
  endpoint: Type.Optional(
    Type.String({
      format: 'uri',
      pattern: '^https?://',
      description:
        'Address of the service: https://<account>.r2.cloudflarestorage.com. Without it, AWS in the region.',
    }),
  ),
  publicEndpoint: Type.Optional(
    Type.String({
      format: 'uri',
      pattern: '^https?://',
      description: 'The same as browsers and networks reach it, where that is another address.',
    }),
  ),
  forcePathStyle: Type.Boolean({
    default: false,
    description: '`true` where the bucket stands in the path and not in the host name: MinIO.',
  }),
  prefix: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*/?$',
      description: 'In front of every key, so that a bucket can be shared: `t21/`.',
    }),
  ),
  cdnBaseUrl: Type.Optional(
    Type.String({
      format: 'uri',
      pattern: '^https?://',
      description:
        'A content delivery network that answers the objects of the bucket to anybody who knows their keys, without expiry.',
    }),
  ),
  timeoutSeconds: Type.Integer({
    minimum: 1,
    maximum: 600,
    default: 60,
    description: 'Longest silence of the service.',
  }),
})

/** See {@link settings}. */
export type Settings = Static<typeof settings>
