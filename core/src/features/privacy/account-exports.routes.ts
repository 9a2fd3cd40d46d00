import { Type, type Static } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import { baseUrlOf } from '../../base-url.ts'
import { isSameSecret, signatureOf } from '../../crypto/signature.ts'
import { notFound } from '../../errors.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import type { Passwords } from '../auth/passwords.ts'
import { StepUpFields } from '../auth/step-up.schemas.ts'
import { requireStepUp } from '../auth/step-up.ts'
import {
  askForExport,
  fileOfExport,
  getExport,
  type AccountExport,
} from './account-exports.service.ts'

const tags = ['Users']
/** How long an address of the file can be used. */
const downloadSeconds = 900

const ExportView = Type.Object({
  id: Type.String({ format: 'uuid' }),
  status: Type.Union([Type.Literal('waiting'), Type.Literal('ready'), Type.Literal('failed')]),
  size: Type.Union([Type.Integer({ description: 'In bytes.' }), Type.Null()]),
  createdAt: Type.String({ format: 'date-time' }),
  expiresAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'When it is removed.',
  }),
  downloadUrl: Type.Union([Type.String(), Type.Null()], {
    description: 'Where the file is, for 15 minutes; read again for another address.',
  }),
})

const ExportBody = Type.Object(StepUpFields, {
  additionalProperties: false,
  examples: [{ password: 'securePass123' }],
})
const ExportParams = Type.Object({ id: Type.String({ format: 'uuid' }) })
const FileQuery = Type.Object(
  {
    expires: Type.Integer({ minimum: 0, description: 'Seconds since 1970.' }),
    signature: Type.String({ maxLength: 100 }),
  },
  { additionalProperties: false },
)

/** All that T21 knows of a person, for that person: below `/users/me/exports`. */
export async function accountExportsRoutes(
  app: App,
  { passwords }: { readonly passwords: Passwords },
): Promise<void> {
  const { context } = app
  const { config } = context

  app.post(
    '/users/me/exports',
    {
      config: { permission: 'self', strictLimit: true },
      schema: {
        operationId: 'createExport',
        summary: 'Ask for your data',
        description:
          'A JSON file with everything that is yours is made within minutes and kept for seven days. One at a time, at most five a day. Asks once more who you are: a stolen session gets no such file.',
        tags,
        body: ExportBody,
        response: {
          202: dataOf(ExportView),
          ...errorsOf(
            'WRONG_PASSWORD',
            'FRESH_LOGIN_REQUIRED',
            'SECOND_FACTOR_WRONG',
            'EXPORT_IN_PROGRESS',
            'SERVICE_UNAVAILABLE',
          ),
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      await requireStepUp(context, passwords, principal, request.body)
      return reply.code(202).send({ data: present(await askForExport(context, principal)) })
    },
  )

  app.get(
    '/users/me/exports/:id',
    {
      config: { permission: 'self', secret: true },
      schema: {
        operationId: 'getExport',
        summary: 'Get an export of your data',
        description: 'How far it is, and where the file is once it is ready.',
        tags,
        params: ExportParams,
        response: { 200: dataOf(ExportView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => ({
      data: present(await getExport(context, principalOf(request), request.params.id)),
    }),
  )

  app.get(
    '/exports/:id/file',
    {
      // The address is a secret of its own.
      config: { permission: 'public' },
      schema: {
        operationId: 'getExportFile',
        summary: 'Get the file of an export',
        description: 'Take the address from `downloadUrl`; it cannot be put together.',
        tags,
        params: ExportParams,
        querystring: FileQuery,
        response: {
          200: {
            description: 'The file.',
            content: { 'application/json': { schema: Type.Unsafe({ type: 'object' }) } },
          },
          ...errorsOf('NOT_FOUND'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { expires, signature } = request.query
      const right = isSameSecret(signatureOfExport(id, expires), signature)
      if (!right || expires * 1_000 <= Date.now()) throw notFound('Export')
      const file = await context.storage.read(await fileOfExport(context, id))
      return reply
        .headers({
          'content-type': 'application/json; charset=utf-8',
          'content-disposition': 'attachment; filename="t21-export.json"',
          'cache-control': 'no-store',
        })
        .send(file as never)
    },
  )

  function present(made: AccountExport): Static<typeof ExportView> {
    const expires = Math.floor(Date.now() / 1_000) + downloadSeconds
    const query = `expires=${expires}&signature=${signatureOfExport(made.id, expires)}`
    return {
      id: made.id,
      status: made.status,
      size: made.size,
      createdAt: made.createdAt.toISOString(),
      expiresAt: made.expiresAt?.toISOString() ?? null,
      downloadUrl:
        made.status === 'ready' ? `${baseUrlOf(config)}/v1/exports/${made.id}/file?${query}` : null,
    }
  }

  function signatureOfExport(id: string, expires: number): string {
    return signatureOf(config.urlSecret, ['export', id, expires])
  }
}
