import accepts from '@fastify/accepts'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { errorsOf } from '../../http/envelope.ts'
import {
  GenerateContentBody,
  ImageCaptionBody,
  ImproveContentBody,
  RepurposeBody,
  SuggestHashtagsBody,
} from './ai.schemas.ts'
import {
  CaptionView,
  ContentView,
  HashtagsView,
  ImprovedView,
  RepurposedView,
  writtenAs,
} from './ai-answers.schemas.ts'
import {
  presentCaption,
  presentContent,
  presentHashtags,
  presentImproved,
  presentRepurposed,
} from './ai.presenter.ts'
import { answerWritten } from './answer.ts'
import { makeGenerator } from './generate.ts'
import { generationsRoutes } from './generations.routes.ts'
import { askingFor } from './tasks/asking.ts'
import { captionTask } from './tasks/caption.task.ts'
import { contentTask } from './tasks/content.task.ts'
import { hashtagsTask } from './tasks/hashtags.task.ts'
import { improveTask } from './tasks/improve.task.ts'
import { repurposeTask } from './tasks/repurpose.task.ts'

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
  'PLATFORM_UNAVAILABLE',
] as const

/** Texts that AI writes in a brand's voice. */
export async function aiRoutes(app: App): Promise<void> {
  const { context } = app
  const generator = makeGenerator(context)
  await app.register(accepts)
  await app.register(generationsRoutes)

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
        response: { 200: writtenAs(ContentView), ...errorsOf(...refusals) },
      },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const material = await askingFor(context, principal, body.brandId)
      const task = contentTask(context, material, body)
      const { organizationId } = material.brand
      return answerWritten(generator, request, reply, {
        organizationId,
        task,
        present: presentContent,
      }) as never
    },
  )

  app.post(
    '/ai/generate-image-caption',
    {
      config: { permission: ['create', 'Generation'] },
      schema: {
        operationId: 'generateImageCaption',
        summary: 'Let AI write a caption for a picture',
        description:
          'With a text for people who cannot see it. A credit for each variant; a file that is no picture is refused before any is used.',
        tags,
        body: ImageCaptionBody,
        response: {
          200: writtenAs(CaptionView),
          ...errorsOf(...refusals, 'UNSUPPORTED_MEDIA', 'URL_NOT_ALLOWED', 'PAYLOAD_TOO_LARGE'),
        },
      },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const material = await askingFor(context, principal, body.brandId)
      const task = await captionTask(context, principal, material, body)
      const { organizationId } = material.brand
      return answerWritten(generator, request, reply, {
        organizationId,
        task,
        present: presentCaption,
      }) as never
    },
  )

  app.post(
    '/ai/suggest-hashtags',
    {
      config: { permission: ['create', 'Generation'] },
      schema: {
        operationId: 'suggestHashtags',
        summary: 'Let AI suggest hashtags',
        description: 'For a text that is there, those first that help most. One credit.',
        tags,
        body: SuggestHashtagsBody,
        response: { 200: writtenAs(HashtagsView), ...errorsOf(...refusals) },
      },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const material = await askingFor(context, principal, body.brandId)
      const task = hashtagsTask(context, material, body)
      const { organizationId } = material.brand
      return answerWritten(generator, request, reply, {
        organizationId,
        task,
        present: presentHashtags(body.count ?? 10),
      }) as never
    },
  )

  app.post(
    '/ai/improve-content',
    {
      config: { permission: ['create', 'Generation'] },
      schema: {
        operationId: 'improveContent',
        summary: 'Let AI make a text better',
        description:
          'Shorter, longer, in another tone, correct, in another language, or as you say. A credit for each variant.',
        tags,
        body: ImproveContentBody,
        response: { 200: writtenAs(ImprovedView), ...errorsOf(...refusals) },
      },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const material = await askingFor(context, principal, body.brandId)
      const task = improveTask(context, material, body)
      const { organizationId } = material.brand
      return answerWritten(generator, request, reply, {
        organizationId,
        task,
        present: presentImproved,
      }) as never
    },
  )

  app.post(
    '/ai/repurpose',
    {
      config: { permission: ['create', 'Generation'] },
      schema: {
        operationId: 'repurposeContent',
        summary: 'Let AI tell a text anew for each network',
        description:
          'One version for each platform, each fitting its network. A credit for each; versions that do not come are paid back.',
        tags,
        body: RepurposeBody,
        response: { 200: writtenAs(RepurposedView), ...errorsOf(...refusals) },
      },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const material = await askingFor(context, principal, body.brandId)
      const task = repurposeTask(context, material, body)
      const { organizationId } = material.brand
      return answerWritten(generator, request, reply, {
        organizationId,
        task,
        present: presentRepurposed,
      }) as never
    },
  )
}
