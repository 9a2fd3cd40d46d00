import { readProblem } from '@t21/meta-graph'
import type { ConnectorHttp } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { callFailure } from './errors.ts'
import { askAs, Id } from './request.ts'
import type { Settings } from './settings.ts'

const Text = Type.Optional(Type.String())
// `id` is another one for every app: paths want `user_id` (instagram.md 1A (6)).
const MeAnswer = Type.Object({
  user_id: Id,
  username: Text,
  name: Text,
  account_type: Text,
  profile_picture_url: Text,
})

/** The account of a token of Instagram Login. */
export interface Me {
  readonly id: string
  readonly username: string | undefined
  readonly displayName: string | undefined
  readonly avatarUrl: string | undefined
  readonly accountType: string | null
}

const wantedFields = 'user_id,username,name,account_type,profile_picture_url'
const leastFields = 'user_id,username'

/** Reads the account of a token of Instagram Login: instagram.md 1A (6). */
export async function readMe(
  call: { readonly http: ConnectorHttp; readonly settings: Settings },
  token: string,
): Promise<Me> {
  const askFor = (fields: string) =>
    askAs(call, 'instagram', { method: 'GET', path: 'me', token, query: { fields } })
  let response = await askFor(wantedFields)
  // A field that Instagram renames or withdraws must not keep anybody from connecting.
  if (!isSuccess(response) && readProblem(response).code === 100) {
    response = await askFor(leastFields)
  }
  if (!isSuccess(response)) throw callFailure(response, 'reading the account')
  const me = read(MeAnswer, response.json)
  if (!me) {
    throw failures.transient({
      message: 'Instagram did not say which account was connected.',
      remedy: 'Connect the account again in a few minutes.',
      networkCode: String(response.status),
    })
  }
  return {
    id: String(me.user_id),
    username: me.username,
    displayName: me.name || undefined,
    avatarUrl: me.profile_picture_url,
    accountType: me.account_type?.toUpperCase() ?? null,
  }
}
