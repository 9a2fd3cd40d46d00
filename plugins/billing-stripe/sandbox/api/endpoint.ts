import type {
  EmulatorContext,
  EmulatorRequest,
  EmulatorResponse,
  EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { settle } from '../billing/settle.ts'
import { seed } from '../objects/catalogue.ts'
import { apiVersion, oldestVersion } from './account.ts'
import type { Act } from './act.ts'
import { authorize } from './authorization.ts'
import { envelope, invalid, Refusal } from './errors.ts'
import { expanded } from './expand.ts'
import { nested, type ParameterObject } from './form.ts'
import { once } from './idempotency.ts'
import { newId } from './ids.ts'
import { fields, ignored, list, required, text, type Read, type Reader } from './params.ts'

type Shape = Readonly<Record<string, Reader<unknown>>>
type Given<Params extends Shape> = { [Name in keyof Params]: Read<Params[Name]> }

/** An endpoint of Stripe's API. */
export interface Endpoint<Params extends Shape> {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below `/v1`, such as `/customers/:id`. */
  readonly path: string
  readonly operation: string
  readonly params: Params
}

/** What an endpoint does with parameters that were read, and with the id in its path. @throws Refusal */
type Handler<Params extends Shape> = (
  act: Act,
  params: Given<Params>,
  path: { readonly id: string },
) => object

const named = { expand: list(required(text)) }

/** A route that checks key, version and parameters, handles a request once, and answers as Stripe does. */
export function endpoint<Params extends Shape>(
  { method, path, operation, params }: Endpoint<Params>,
  handle: Handler<Params>,
): EmulatorRoute {
  async function answer(request: EmulatorRequest, context: EmulatorContext, id: string) {
    authorize(request)
    checkVersion(request)
    // What the clock brought comes before what is asked for.
    seed(context)
    settle(context)
    const given = parametersOf(request)
    const key = method === 'POST' ? request.headers['idempotency-key'] : undefined
    const act: Act = {
      context,
      at: Math.floor(context.now().getTime() / 1000),
      request: { id, idempotency_key: key ?? null },
    }
    return await once(act, request, key, () => {
      const { expand } = fields(named, { expand: given['expand'] })
      const own = fields({ ...params, expand: ignored }, given)
      return () => {
        // The shape of `params` is what `fields` has read.
        const read = own as Given<Params>
        const result = handle(act, read, { id: request.params['id'] ?? '' })
        return { status: 200, json: expanded(context, result, expand ?? []) }
      }
    })
  }

  return {
    method,
    host: 'api.stripe.com',
    path: `/v1${path}`,
    operation,
    async handle(request, context) {
      const id = newId('req', 14)
      const reply = await answer(request, context, id).catch((error: unknown) => refused(error))
      settle(context)
      return withHeaders(reply, request, id)
    },
  }
}

function refused(error: unknown): EmulatorResponse {
  if (error instanceof Refusal) return envelope(error.status, error.error)
  throw error
}

function withHeaders(
  reply: EmulatorResponse,
  request: EmulatorRequest,
  id: string,
): EmulatorResponse {
  const key = request.headers['idempotency-key']
  const headers = {
    'request-id': id,
    'stripe-version': request.headers['stripe-version'] ?? apiVersion,
    ...(key !== undefined && { 'idempotency-key': key }),
    ...reply.headers,
  }
  return { ...reply, headers }
}

function parametersOf(request: EmulatorRequest): ParameterObject {
  const query = nested(request.query)
  if (request.rawBody.length === 0) return query
  if (request.form === undefined) {
    const type = request.headers['content-type'] ?? ''
    throw invalid(
      `Invalid request (check that your POST content type is application/x-www-form-urlencoded). You sent "${type}".`,
    )
  }
  return { ...query, ...nested(request.form) }
}

function checkVersion(request: EmulatorRequest): void {
  const version = request.headers['stripe-version']
  if (version === undefined) return
  if (!/^\d{4}-\d\d-\d\d(\.[a-z]+)?$/.test(version)) {
    throw invalid(`Invalid Stripe API version: ${version}`)
  }
  if (version < oldestVersion || version > apiVersion) {
    throw invalid(
      `Invalid Stripe API version: ${version}. The sandbox speaks ${oldestVersion} to ${apiVersion}.`,
    )
  }
}
