import { Type } from 'typebox'
import type { App } from '../../http/app-instance.ts'
import { clientOf } from '../../http/client.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { openView } from './view-as.service.ts'

const ViewCodeBody = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false, examples: [{ code: 't21s_…' }] },
)

const StaffViewView = Type.Object({
  user: Type.Object({
    id: Type.String({ format: 'uuid' }),
    email: Type.String(),
    name: Type.Union([Type.String(), Type.Null()]),
  }),
  accessToken: Type.String(),
  expiresIn: Type.Integer({ description: 'In seconds. It cannot be refreshed.' }),
})

/** How the web app lets staff see what a customer sees. */
export async function viewAsRoutes(app: App): Promise<void> {
  const { context } = app

  app.post(
    '/auth/staff-views',
    {
      config: { permission: 'public', strictLimit: true, idempotent: false },
      schema: {
        operationId: 'openStaffView',
        summary: 'See what a customer sees, as staff',
        description:
          'For the web app: the support console sends the browser to `/auth/view-as?code=…`. The code works once, for 60 seconds. The session only reads: everything else is refused with STAFF_VIEW_READS_ONLY, and each answer has the header `t21-staff-view: read-only`, by which the web app shows a banner.',
        tags: ['Authentication'],
        body: ViewCodeBody,
        response: { 200: dataOf(StaffViewView), ...errorsOf('INVALID_TOKEN') },
      },
    },
    async (request) => ({ data: await openView(context, request.body.code, clientOf(request)) }),
  )
}
