import type { ConnectorResponse } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import { graphRequest, type GraphCall, type GraphRequest } from './request.ts'

const List = Type.Object({
  data: Type.Array(Type.Unknown()),
  paging: Type.Optional(Type.Object({ next: Type.Optional(Type.String()) })),
})

/** What a list brought. */
export interface GraphList {
  /** As they came: `read` each with the shape that is needed, so that one odd entry spoils no list. */
  readonly entries: readonly unknown[]
  /** False where more pages follow than were asked for. */
  readonly complete: boolean
}

/**
 * Reads a list, page after page: facebook.md 0.
 *
 * @param failure makes the error of an answer that is no list
 */
export async function readList(
  call: GraphCall,
  request: GraphRequest,
  failure: (response: ConnectorResponse) => Error,
  maxPages = 10,
): Promise<GraphList> {
  const entries: unknown[] = []
  let next: Static<typeof List>['paging'] = undefined
  for (let page = 0; page < maxPages; page += 1) {
    const query = { ...request.query, ...parametersOf(next?.next) }
    const response = await graphRequest(call, { ...request, query })
    const list = isSuccess(response) ? read(List, response.json) : null
    if (!list) throw failure(response)
    entries.push(...list.data)
    next = list.paging
    if (next?.next === undefined) return { entries, complete: true }
  }
  return { entries, complete: false }
}

// `next` has the access token in its address, and may be of any host: only its cursor is taken.
function parametersOf(next: string | undefined): Record<string, string> {
  const url = next === undefined ? null : URL.parse(next)
  if (!url) return {}
  const found = Object.fromEntries(url.searchParams)
  delete found['access_token']
  delete found['appsecret_proof']
  return found
}
