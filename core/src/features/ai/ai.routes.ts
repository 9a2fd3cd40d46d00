import accepts from '@fastify/accepts'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { errorsOf } from '../../http/envelope.ts'
import { GenerateContentBody } from './ai.schemas.ts'
import { ContentView, writtenAs } from './ai-answers.schemas.ts'
import { presentContent } from './ai.presenter.ts'
import { answerWritten } from './answer.ts'
import { makeGenerator } from './generate.ts'
import { askingFor } from './tasks/asking.ts'
import { contentTask } from './tasks/content.task.ts'

const tags = ['AI']

/** What any of these can be refused with. */
const refusals = [
  'NOT_FOUND',
  'QUOTA_EXCEEDED',
  'AI_NOT_CONFIGURED',
  'AI_UNAVAILABLE',
  'AI_TIMED_OUT',
  'AI_DECLINED',
  'AI_NO_ANSWER',
  'NOT_ACCEPTABLE',
] as const

/** Texts that AI writes in a brand's voice. */
export async function aiRoutes(app: App): Promise<void> {
  const { context } = app
  const generator = makeGenerator(context)
  await app.register(accepts)

  app.post(
    '/ai/generate-content',
    {
      config: { permission: ['create', 'Generation'] },
      schema: {
        operationId: 'generateContent',
        summary: 'Let AI write a post',
        description:
          'In the voice of the brand, fitting the network where one is named. A credit for each variant; what fails or is broken off costs none.',
        tags,
        body: GenerateContentBody,
        response: { 200: writtenAs(ContentView), ...errorsOf(...refusals, 'PLATFORM_UNAVAILABLE') },
      },
    },
    async (request, reply) => {
      const { body } = request
      const material = await askingFor(context, principalOf(request), body.brandId)
      return answerWritten(generator, request, reply, {
        organizationId: material.brand.organizationId,
        task: contentTask(context, material, body),
        present: presentContent,
      }) as never
    },
  )
}
