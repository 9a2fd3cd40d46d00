import type { AccountState, ConnectorCall } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { profileUrl } from './api.ts'
import { callFailure, withoutMeaning } from './errors.ts'
import { factsOf, toFacts } from './facts.ts'
import { containerQuota } from './limits.ts'
import { readMe } from './me.ts'
import { publishingLimit } from './publishing-limit.ts'
import { ask, segment } from './request.ts'
import type { Settings } from './settings.ts'

/** The account as it is now, and what is left of its publishing limit: instagram.md 1 and 3. */
export async function account(call: ConnectorCall<Settings>): Promise<AccountState> {
  const facts = factsOf(call.account.facts)
  const now =
    facts.login === 'instagram' ? await readMe(call, call.accessToken) : await linked(call)
  const posts = await publishingLimit(call)
  return {
    username: now.username,
    displayName: now.displayName,
    avatarUrl: now.avatarUrl,
    profileUrl: now.username === undefined ? undefined : profileUrl(now.username),
    facts: toFacts({ ...facts, accountType: now.accountType ?? facts.accountType }),
    limits: [
      ...(posts ? [posts] : []),
      // Instagram counts them, and does not tell how many they are.
      {
        name: 'containers',
        used: null,
        total: containerQuota.total,
        windowSeconds: containerQuota.windowSeconds,
      },
    ],
  }
}

const Text = Type.Optional(Type.String())
const LinkedAnswer = Type.Object({ username: Text, name: Text, profile_picture_url: Text })

async function linked(call: ConnectorCall<Settings>) {
  const response = await ask(call, {
    method: 'GET',
    path: segment(call.account.platformUserId),
    query: { fields: 'username,name,profile_picture_url' },
  })
  if (!isSuccess(response)) throw callFailure(response, 'reading the account', call.now)
  const answer = read(LinkedAnswer, response.json)
  if (!answer) throw withoutMeaning(response, 'the account')
  return {
    username: answer.username,
    displayName: answer.name || undefined,
    avatarUrl: answer.profile_picture_url,
    accountType: null,
  }
}
