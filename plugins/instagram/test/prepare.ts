import type { Test } from 'tap'
import type { Checkpoint, PublishPart } from '@t21/plugin-kit'
import type { Login } from '../src/facts.ts'
import { connector } from '../src/index.ts'
import { api, auth, call, jpeg, json, part, scriptedHttp, type Exchange } from './calls.ts'

/** The question after the publishing limit, of which so much is used. */
export const limit = (used: number, login: Login = 'instagram', total = 50): Exchange => ({
  request: {
    method: 'GET',
    url: api('42/content_publishing_limit', login),
    query: { fields: 'config,quota_usage' },
    auth,
  },
  answer: json(200, {
    data: [{ quota_usage: used, config: { quota_total: total, quota_duration: 86_400 } }],
  }),
})

/** The request that makes a container: 900, if not said otherwise. */
export const creates = (
  form: Record<string, string>,
  answer = json(200, { id: '900' }),
  login: Login = 'instagram',
): Exchange => ({
  request: { method: 'POST', url: api('42/media', login), form, auth },
  answer,
})

/** The question after a container, which is ready if not said otherwise. */
export const asks = (
  id: string,
  answer = json(200, { status_code: 'FINISHED', id }),
  login: Login = 'instagram',
): Exchange => ({
  request: {
    method: 'GET',
    url: api(id, login),
    query: { fields: 'status_code,status' },
    auth,
  },
  answer,
})

/** What Instagram says of a container. */
export const status = (status_code: string, words = '') => json(200, { status_code, status: words })

/** Calls prepare until it is ready, as T21 does, through JSON. */
export async function prepared(t: Test, what: PublishPart, login: Login, ...script: Exchange[]) {
  const http = scriptedHttp(t, ...script)
  const waits: number[] = []
  let checkpoint: Checkpoint | null = null
  for (;;) {
    const result = await connector.prepare(call(http, { login }), what, checkpoint)
    checkpoint = JSON.parse(JSON.stringify(result.checkpoint)) as Checkpoint
    if (result.state === 'ready') return { waits, checkpoint }
    waits.push(result.retryAfterSeconds)
  }
}

/** A post of one picture. */
export const image = part({ media: [jpeg()] })

/** What Instagram is told of it. */
export const imageForm = { caption: 'Hello', image_url: 'https://t21.example/files/picture-1' }
