import { graphRequest, readProblem } from '@t21/meta-graph'
import type { AccountState, ConnectorCall, ConnectorResponse } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { objectPath, profileUrl } from './api.ts'
import { facebookFailures } from './errors.ts'
import { reelsPerDay } from './limits.ts'
import { pictureUrl } from './page-profile.ts'
import { PageAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/** The Page as it is now. */
export async function account(call: ConnectorCall<Settings>): Promise<AccountState> {
  let response = await ask(call, 'id,name,username,picture{url}')
  // A field that Facebook withdraws must not hide the Page.
  if (!isSuccess(response) && readProblem(response).code === 100) {
    response = await ask(call, 'id,name')
  }
  const page = isSuccess(response) ? read(PageAnswer, response.json) : null
  if (!page) throw facebookFailures.call(response, 'reading the Page', call.now)
  const avatarUrl = pictureUrl(page.picture)
  return {
    ...(page.username && { username: page.username, profileUrl: profileUrl(page.username) }),
    ...(page.name && { displayName: page.name }),
    ...(avatarUrl !== undefined && { avatarUrl }),
    facts: call.account.facts,
    limits: [{ name: 'reels', used: null, total: reelsPerDay, windowSeconds: 86_400 }],
  }
}

function ask(call: ConnectorCall<Settings>, fields: string): Promise<ConnectorResponse> {
  return graphRequest(call, {
    method: 'GET',
    path: objectPath(call.account.platformUserId),
    token: call.accessToken,
    query: { fields },
  })
}
