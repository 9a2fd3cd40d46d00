import { Type, type Static } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'
import { Id, nullable, Time } from '../posts/post-fields.schemas.ts'
import { Notices } from './ai-answers.schemas.ts'
import type { GenerationRow } from './generation.ts'
import { aiTasks, type AiTask } from '../../config.models.ts'

/** The path of one generation. */
export const GenerationParams = Type.Object({ id: Id })

/** The query of the list. */
export const GenerationsQuery = Type.Object(
  {
    ...PageQuery,
    organizationId: Type.Optional({
      ...Id,
      description: 'By default that of `brandId`, else your own.',
    }),
    brandId: Type.Optional(Id),
  },
  { additionalProperties: false },
)

/** See {@link GenerationsQuery}. */
export type GenerationsQuery = Static<typeof GenerationsQuery>

const states = ['reserved', 'done', 'failed', 'returned'] as const

/** Something that AI wrote, or did not. */
export const GenerationView = Type.Object({
  id: Id,
  organizationId: Id,
  brandId: Id,
  userId: nullable(Id),
  task: Type.Unsafe<AiTask>({ type: 'string', enum: [...aiTasks] }),
  state: Type.Unsafe<GenerationRow['state']>({
    type: 'string',
    enum: [...states],
    description:
      '`reserved`: it is being written. `failed`, and `returned` where the server stopped meanwhile: it cost nothing.',
  }),
  creditsUsed: Type.Integer(),
  model: nullable(Type.String()),
  tokensUsed: nullable(Type.Integer()),
  error: nullable(Type.String({ description: 'Why it failed, as `error.code` said.' })),
  prompt: nullable(
    Type.String({ description: 'What was asked; kept for 30 days, where the server keeps any.' }),
  ),
  versions: nullable(
    Type.Array(
      Type.Object({
        key: Type.String({ description: 'A number of order, or the network that it is for.' }),
        content: Type.String(),
        hashtags: Type.Array(Type.String()),
        altText: Type.String(),
        notices: Notices,
      }),
      { description: 'What was written; kept as long as `prompt`.' },
    ),
  ),
  createdAt: Time,
})
