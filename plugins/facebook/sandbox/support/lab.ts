import {
  createLab as createKitLab,
  textAt,
  type Lab as KitLab,
  type LabRequestOptions,
} from '@t21/plugin-kit/sandbox/testing'
import { longToken } from '@t21/meta-graph/sandbox/testing'
import type { EmulatorResponse, ReceivedField } from '@t21/plugin-kit/sandbox'
import { sandboxApp } from '../api/sandbox-app.ts'
import { emulator } from '../index.ts'

export { at, jpeg, mp4, png, textAt } from '@t21/plugin-kit/sandbox/testing'

/** A page of the tests, with its token. */
export interface SignedIn {
  readonly id: string
  readonly token: string
  /** The person's. */
  readonly person: string
}

/** Facebook on a table. */
export interface Lab extends KitLab {
  /** Walks the consent; gives the person's first page. */
  signIn(handle?: string, replaced?: Readonly<Record<string, string>>): Promise<SignedIn>
}

/** A new laboratory, at noon of a fixed day. @param remote calls a running sandbox in its place */
export function createLab(remote: Partial<Pick<KitLab, 'call'>> = {}): Lab {
  const lab = { ...createKitLab(emulator, { host: 'graph.facebook.com' }), ...remote }
  return {
    ...lab,
    async signIn(handle = 'alice', replaced = {}) {
      const person = await longToken(lab, sandboxApp, handle, replaced)
      const { json } = await lab.call('GET', '/v25.0/me/accounts', { token: person })
      return {
        id: textAt(json, 'data', 0, 'id'),
        token: textAt(json, 'data', 0, 'access_token'),
        person,
      }
    },
  }
}

/** `POST /{page}/{edge}` with a form. */
export async function post(
  lab: Lab,
  page: SignedIn,
  edge: string,
  form: Readonly<Record<string, string>>,
): Promise<EmulatorResponse> {
  return await lab.call('POST', `/v25.0/${page.id}/${edge}`, { token: page.token, form })
}

/** `GET /{path}` with the page's token. */
export async function get(lab: Lab, page: SignedIn, path: string): Promise<EmulatorResponse> {
  return await lab.call('GET', `/v25.0/${path}`, { token: page.token })
}

/** The id of what a `POST` must have made. */
export async function madeId(answer: Promise<EmulatorResponse>): Promise<string> {
  return textAt((await answer).json, 'id')
}

/** A multipart body of fields and one file. */
export function withFile(
  fields: Readonly<Record<string, string>>,
  name: string,
  bytes: Buffer,
): LabRequestOptions {
  const parts: ReceivedField[] = Object.entries(fields).map(([field, value]) => ({
    name: field,
    value: Buffer.from(value),
  }))
  return { multipart: [...parts, { name, filename: 'blob', value: bytes }] }
}

/** An unpublished photo. */
export async function stagedPhoto(lab: Lab, page: SignedIn, bytes: Buffer): Promise<string> {
  const body = withFile({ published: 'false' }, 'source', bytes)
  return await madeId(lab.call('POST', `/v25.0/${page.id}/photos`, { token: page.token, ...body }))
}
