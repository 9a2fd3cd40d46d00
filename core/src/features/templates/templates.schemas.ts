import { Type, type Static } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'
import { Id, nullable, Time } from '../posts/post-fields.schemas.ts'

const closed = { additionalProperties: false }

const Name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })
const Description = nullable(Type.String({ minLength: 1, maxLength: 2_000 }))
const Text = Type.String({
  minLength: 1,
  maxLength: 5_000,
  description:
    'With variables: `{{name}}`, or `{{name|friend}}` with what stands there where no value is given. Letters, digits and underscores.',
  examples: ['Hello {{name|friend}}, {{product}} is here!'],
})
const Category = nullable(
  Type.String({ minLength: 1, maxLength: 100, examples: ['product_launch'] }),
)

/** Values of variables, as they are given. */
export const Variables = Type.Record(Type.String(), Type.String({ maxLength: 5_000 }), {
  maxProperties: 100,
  description: 'The values of variables by their names. They are put in as they are.',
  examples: [{ name: 'Ada', product: 'The new bread' }],
})

/** The path of the templates of a brand. */
export const BrandTemplatesParams = Type.Object({ id: Id })

/** The path of one template. */
export const TemplateParams = Type.Object({ brandId: Id, id: Id })

/** The query of the list. */
export const TemplatesQuery = Type.Object(
  {
    ...PageQuery,
    category: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  },
  closed,
)

/** See {@link TemplatesQuery}. */
export type TemplatesQuery = Static<typeof TemplatesQuery>

/** The body of `POST /v1/brands/:id/templates`. */
export const CreateTemplateBody = Type.Object(
  {
    name: Name,
    template: Text,
    description: Type.Optional(Description),
    category: Type.Optional(Category),
  },
  {
    ...closed,
    description: 'A new template.',
    examples: [
      {
        name: 'Launch',
        template: 'Hello {{name|friend}}, {{product}} is here!',
        category: 'product_launch',
      },
    ],
  },
)

/** See {@link CreateTemplateBody}. */
export type CreateTemplateBody = Static<typeof CreateTemplateBody>

/** The body of `PATCH /v1/brands/:brandId/templates/:id`. */
export const UpdateTemplateBody = Type.Object(
  {
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'The `version` that was read; or send it as `If-Match`.',
      }),
    ),
    name: Type.Optional(Name),
    template: Type.Optional(Text),
    description: Type.Optional(Description),
    category: Type.Optional(Category),
  },
  {
    ...closed,
    description: 'Only what is named changes; `null` empties a field.',
    examples: [{ version: 1, category: null }],
  },
)

/** See {@link UpdateTemplateBody}. */
export type UpdateTemplateBody = Static<typeof UpdateTemplateBody>

/** The body of `POST /v1/brands/:brandId/templates/:id/preview`. */
export const PreviewBody = Type.Object(
  { variables: Type.Optional(Variables) },
  { ...closed, examples: [{ variables: { product: 'The new bread' } }] },
)

/** A template as it is answered. */
export const TemplateView = Type.Object({
  id: Id,
  organizationId: Id,
  brandId: Id,
  name: Type.String(),
  description: nullable(Type.String()),
  template: Type.String(),
  category: nullable(Type.String()),
  variables: Type.Array(
    Type.Object({
      name: Type.String(),
      default: nullable(Type.String({ description: '`null`: a value has to be given.' })),
    }),
    { description: 'What can be filled in, in the order of the text.' },
  ),
  version: Type.Integer({ description: 'Send it with the next change. Also the `ETag`.' }),
  createdAt: Time,
  updatedAt: Time,
})

/** See {@link TemplateView}. */
export type TemplateView = Static<typeof TemplateView>

/** A template with values in it. */
export const PreviewView = Type.Object({
  text: Type.String({ description: 'What is missing stands in it as it was.' }),
  missing: Type.Array(Type.String(), {
    description: 'Variables that have neither a value nor a default: a post is refused without.',
  }),
  unknown: Type.Array(Type.String(), {
    description: 'Values for which the template has no variable: a post is refused with them.',
  }),
})
